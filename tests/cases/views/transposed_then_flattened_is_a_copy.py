import torch

w = torch.randn(2, 3, requires_grad=True)
z = w.exp()
c = z.detach().t().reshape(-1)
c.zero_()
z.sum().backward()
