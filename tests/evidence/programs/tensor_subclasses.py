import torch
from torch import nn


class Scaled(torch.Tensor):
    def raw(self):
        return self.data  # tensor own class


class Shared(nn.Parameter):
    def swap(self, other):
        self.data = other  # tensor own class


class Deeper(Shared):
    def zero(self):
        self.data.zero_()  # tensor own class


def use():
    s = Shared(torch.ones(2))
    s.data  # tensor flow
