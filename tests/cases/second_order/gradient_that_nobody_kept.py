import torch

x = torch.randn(4, requires_grad=True)
hidden = 2 * x
down, up = torch.autograd.grad((hidden**2).sum(), [x, hidden], create_graph=True)
copy = up.detach().clone()
copy.zero_()
down.sum().backward()
