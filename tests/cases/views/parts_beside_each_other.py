# codes: DET10 DET11
import torch

w = torch.randn(4, 6, requires_grad=True)
h = torch.randn(3, 4) @ w
kept = h[:, :2].pow(2).sum() + h[0, 2:4].pow(2).sum()
h.data[:, 5:] = 0
h.data[1:, 2:4] = 0
h.data[1, 2] = 1
h.data.narrow(1, 4, 2).zero_()
last = torch.randn(2, 3, 4) @ w
more = last[..., :2].pow(2).sum() + last[..., 2].exp().sum()
last.data[..., 3:].zero_()
(kept + more).backward()
