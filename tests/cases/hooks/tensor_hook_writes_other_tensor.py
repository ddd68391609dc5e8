import torch

a = torch.randn(3, requires_grad=True)
b = a.exp()
c = b * 2


def f(g):
    b.data.zero_()  # expect: DET101
c.register_hook(f)
l = c.sum()
l.backward(retain_graph=True)
l.backward()
