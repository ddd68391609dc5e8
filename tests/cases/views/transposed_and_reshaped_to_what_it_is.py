import torch

w = torch.randn(2, 3, requires_grad=True)
z = w.exp()
c = z.detach().t().reshape(3, 2)
c.zero_()  # expect: DET102
z.sum().backward()
