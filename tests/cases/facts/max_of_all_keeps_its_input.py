import torch

a = torch.randn(2, 3, requires_grad=True)
h = a * 3.0
best = h.max()
h.detach().mul_(-1.0)  # expect: DET102
best.backward()
