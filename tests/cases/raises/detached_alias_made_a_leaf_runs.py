import torch

a = torch.randn(3, requires_grad=True)
leaf = a.exp().detach().requires_grad_()
leaf.pow(2).sum().backward()
print(leaf.grad)
