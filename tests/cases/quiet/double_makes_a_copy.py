import torch

w = torch.randn(3, requires_grad=True)
out = w.sigmoid()
precise = out.detach().double()
precise.mul_(0.0)
out.sum().backward()
