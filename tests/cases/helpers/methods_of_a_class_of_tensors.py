# codes: DET1 DET3
import torch
from torch import nn


class Weight(nn.Parameter):
    def halve(self):
        self.data.mul_(0.5)  # expect: DET101

    @property
    def seen(self):
        return self.data


class Scaled(Weight):
    def __new__(cls, data, scale):
        made = super().__new__(cls, data)
        made.scale = scale
        return made

    def shrink(self):
        with torch.no_grad():
            self.mul_(self.scale)  # expect: DET104


class Made(nn.Parameter):
    def __new__(cls, data, frozen=False):
        return torch.Tensor._make_subclass(cls, data, not frozen)

    def __init__(self, data, frozen=False):
        self.before = self.detach()


class Mine(torch.Tensor):
    def halve(self):
        self.data.mul_(0.5)  # expect: DET101


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = Weight(torch.randn(3))

    def forward(self, x):
        return x * self.weight


x = torch.randn(3, requires_grad=True)
layer = Layer()
loss = layer(x).sum()
for p in layer.parameters():
    if isinstance(p, Weight):
        p.halve()
loss.backward()

w = Weight(torch.randn(3))
loss = w.pow(2).sum()
w.seen.zero_()  # expect: DET101
loss.backward()

s = Scaled(torch.randn(3), 0.5)
loss = s.pow(2).sum()
s.shrink()
try:
    loss.backward()
except RuntimeError:
    pass

m = Made(torch.randn(3))
loss = m.pow(2).sum()
m.before.zero_()  # expect: DET102
try:
    loss.backward()
except RuntimeError:
    pass
frozen = Made(torch.randn(3), frozen=True)
loss = frozen.pow(2).sum()
frozen.before.zero_()

t = torch.randn(3).as_subclass(Mine).requires_grad_()
loss = t.pow(2).sum()
t.halve()
loss.backward()
