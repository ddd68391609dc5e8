from dataclasses import dataclass

import torch
from torch import nn

RULES = {}
MADE = []


def register(key):
    def keep(cls):
        RULES[key] = cls
        return cls

    return keep


def listed(cls):
    MADE.append(cls)
    return cls


def quiet(cls):
    cls.active = False
    return cls


def plain(cls):
    cls.forward = lambda self, x: x * 2
    return cls


@register("halve")
@dataclass
class Halve:
    factor: float = 0.5

    def apply(self, p):
        p.data.mul_(self.factor)  # expect: DET101


@listed
class Zero:
    def apply(self, p):
        p.data.zero_()  # expect: DET101


@quiet
class Clip:
    active = True

    def apply(self, p):
        if self.active:
            p.data.clamp_(0.0, 1.0)  # expect: DET202


@plain
class Double(nn.Module):
    def forward(self, x):
        return x.exp()


w = torch.randn(3, requires_grad=True)
loss = w.pow(2).sum()
RULES["halve"]().apply(w)
loss.backward()

loss = w.pow(2).sum()
for rule in MADE:
    rule().apply(w)
loss.backward()

loss = w.pow(2).sum()
Clip().apply(w)
loss.backward()

y = Double()(w)
y.data.mul_(0.5)  # expect: DET121
y.sum().backward()
