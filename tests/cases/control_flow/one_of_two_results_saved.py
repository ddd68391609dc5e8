# codes: DET1 DET3
import sys

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

c = len(sys.argv) < 5


def results():
    w = torch.randn(3, requires_grad=True)
    return w, w * w, w + 1


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 2 * x


w, a, b = results()
y = (a if c else b) * w
a.data.mul_(2)  # expect: DET111
y.sum().backward()

w, a, b = results()
y = torch.einsum("i,i->i", a if c else b, w)
a.data.mul_(2)  # expect: DET111
y.sum().backward()

w, a, b = results()
y = torch.cat([a if c else b, w]).sin() + torch.stack([a if c else b]).mean()
a.data.mul_(2)
y.sum().backward()

w, a, b = results()
y = Square.apply(a if c else b)
a.data.mul_(2)  # expect: DET111
y.sum().backward()

w, a, b = results()
y = nn.Linear(3, 3)(a if c else b)
a.data.mul_(2)  # expect: DET111
y.sum().backward()

w, a, b = results()
y = checkpoint(torch.sin, a if c else b, use_reentrant=False)
a.data.mul_(2)  # expect: DET111
y.sum().backward()
