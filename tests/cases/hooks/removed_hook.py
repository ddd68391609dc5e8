import torch

a = torch.randn(3, requires_grad=True)
b = a.exp()


def f(g):
    b.data.zero_()  # expect: DET202
h = b.register_hook(f)
h.remove()
b.sum().backward()
