# codes: DET1
from enum import Enum

import torch
from torch import nn


class Op(Enum):
    HALVE = "halve"
    KEEP = "keep"

    def run(self, p):
        if self is Op.HALVE:
            p.data.mul_(0.5)  # expect: DET101

    @property
    def writes(self):
        return self is Op.HALVE

    @classmethod
    def parse(cls, text):
        return cls(text)


class Activation(Enum):
    TANH = nn.Tanh
    RELU = nn.ReLU


w = torch.randn(3, requires_grad=True)
loss = w.pow(2).sum()
Op.parse("halve").run(w)
loss.backward()

loss = w.pow(2).sum()
Op.parse("keep").run(w)
if Op.KEEP.writes:
    w.data.zero_()
loss.backward()

y = Activation.TANH.value()(w)
y.data.mul_(0.5)  # expect: DET101
y.sum().backward()
