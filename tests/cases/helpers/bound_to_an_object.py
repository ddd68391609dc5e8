import types

import torch
from torch import nn


def halve(self):
    self.weight.data.mul_(0.5)  # expect: DET101


def doubled(self, x):
    y = x.exp()
    y.data.mul_(2)  # expect: DET101
    return y


x = torch.randn(3, requires_grad=True)
layer = nn.Linear(3, 3)
layer.halve = types.MethodType(halve, layer)
loss = layer(x).sum()
layer.halve()
loss.backward()

layer.forward = types.MethodType(doubled, layer)
layer(x).sum().backward()

other = nn.Linear(3, 3)
other.shrink = halve.__get__(other)
loss = other(x).sum()
other.shrink()
loss.backward()
