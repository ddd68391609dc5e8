from functools import singledispatch, singledispatchmethod

import torch
from torch import nn


@singledispatch
def shrink(value):
    raise TypeError(value)


@shrink.register
def shrink_tensor(value: torch.Tensor):
    value.data.mul_(0.5)  # expect: DET101


@shrink.register(list)
@shrink.register(tuple)
def _(values):
    for each in values:
        shrink(each)


@shrink.register
def _(value: dict | nn.ModuleDict):
    for each in value.values():
        shrink(each)


@shrink.register
def _(value: nn.Module):
    for p in value.parameters():
        shrink(p)


@shrink.register
def _(value: nn.Linear):
    shrink(value.bias)


@shrink.register
def _(value: "float"):
    print(value)


def train_values():
    w = torch.randn(3, requires_grad=True)
    loss = w.pow(2).sum()
    shrink({"w": (w,)})
    loss.backward()


def train_a_layer():
    net = nn.Linear(3, 3)
    loss = net(torch.randn(3, requires_grad=True)).sum()
    shrink(net)
    loss.backward()


class Keep:
    @singledispatchmethod
    def add(self, value):
        value.zero_()  # expect: DET104

    @add.register(int)
    @add.register(float)
    def _(self, value):
        return value

    @add.register
    def _(self, value: str):
        return value


def counted():
    w = torch.randn(3, requires_grad=True)
    y = w.exp()
    loss = y.sum()
    Keep().add(3)
    Keep().add(y)
    loss.backward()


# for PyTorch only
train_values()
train_a_layer()
try:
    counted()
except RuntimeError:
    pass
