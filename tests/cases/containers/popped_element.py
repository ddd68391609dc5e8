import torch

a = torch.randn(3, requires_grad=True)
stack = [a.exp(), a.tanh()]
last = stack.pop()
last.detach().zero_()
stack[0].sum().backward()
