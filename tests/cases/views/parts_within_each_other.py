# codes: DET10 DET11
import torch

w = torch.randn(4, 6, requires_grad=True)
h = torch.randn(3, 4) @ w
kept = h[:, :2].pow(2).sum()
more = h[1].pow(2).sum()
h.data[0, 1] = 0  # expect: DET101
h.data[1, 2:4] = 0  # expect: DET101
h.data.select(1, 0).zero_()  # expect: DET101
h.data[:] = 0  # expect: DET101
(kept + more).backward()
