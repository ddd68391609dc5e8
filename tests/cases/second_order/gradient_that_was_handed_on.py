import torch

x = torch.randn(4, requires_grad=True)
hidden = x.exp()
down, up = torch.autograd.grad((hidden**2).sum(), [x, hidden], create_graph=True)
up.detach().zero_()  # expect: DET102
down.sum().backward()
