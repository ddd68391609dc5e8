import torch

x = torch.randn(4)
first, second = x.chunk(2)
first.mul_(3.0)
w = torch.ones(2, requires_grad=True)
(w * second).sum().backward()
