from functools import partial

import torch


@partial(torch.vmap, in_dims=(0, None))
def f(x, y):
    return (x * y).sum()


a, b = torch.randn(5, 3, requires_grad=True), torch.randn(3, requires_grad=True)
out = f(a, b)
b.data.mul_(2)  # expect: DET111
out.sum().backward()
