import torch

w = torch.randn(5, 3, requires_grad=True)


def double(x):
    x.mul_(2)  # expect: DET306
    return x.sin()


out = torch.vmap(double)(w)
out.sum().backward()
