import torch

a = torch.randn(2, 3, requires_grad=True)
h = a.exp()
top, bottom = h[0], h[1]
bottom.mul_(2.0)  # expect: DET104
top.sum().backward()
