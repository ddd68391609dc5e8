# codes: DET10 DET11
import torch

w = torch.randn(4, 6, requires_grad=True)
h = torch.randn(3, 4) @ w
kept = h[0, :2].pow(2).sum()
h.data[0, 2:] = 0
kept.backward()
