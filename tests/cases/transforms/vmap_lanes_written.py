import torch
from torch.func import vmap

w = torch.randn(5, 3, requires_grad=True)
h = w.exp()


def double(x):
    return x.mul_(2)  # expect: DET104


out = vmap(double)(h)
out.sum().backward()
