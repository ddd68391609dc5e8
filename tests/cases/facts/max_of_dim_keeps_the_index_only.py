import torch

a = torch.randn(2, 3, requires_grad=True)
h = a * 3.0
best = h.max(dim=1).values
h.mul_(0.0)
best.sum().backward()
