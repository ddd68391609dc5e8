# codes: DET1 DET3
import torch
from torch import nn


class Bounded(nn.Parameter):
    def clamped(self):
        self.clamp_(0, 1)

    def put(self, value):
        self.copy_(value)
        return self


class Plain(torch.Tensor):
    def halve(self):
        self.mul_(0.5)


def project(p):
    with torch.no_grad():
        p.clamped()


# for PyTorch only
project(Bounded(torch.randn(3)))
torch.randn(3).as_subclass(Plain).halve()
