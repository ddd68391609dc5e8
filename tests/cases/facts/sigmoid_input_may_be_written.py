import torch

a = torch.randn(3, requires_grad=True)
h = a * 2.0
out = h.sigmoid()
h.add_(1.0)
out.sum().backward()
