import functools

import torch


@functools.singledispatch
def shrink(value):
    return value


@shrink.register
def _(value: torch.Tensor):
    return value.mul_(0.5)


@shrink.register(dict)
@shrink.register(float)
def _(value):
    return value


w = torch.randn(3, requires_grad=True)
y = w.exp()
shrink({"y": y})
shrink(0.5)
shrink("y")
y.sum().backward()
