import torch

a = torch.randn(4, requires_grad=True)
h = a * 2
h[0] = 0.0
h.add_(1.0)
h.sigmoid().sum().backward()
