"""Another of the same class."""

import torch


class Ragged:
    def __init__(self, offsets, data):
        self.offsets = offsets
        self.data = data  # not class

    def double(self):
        twice = self.__class__(self.offsets, self.data * 2)  # not class
        more = type(self)(self.offsets, torch.ones(3))
        return twice.data + more.data  # not class; not class


class Weight(torch.nn.Parameter):
    def again(self):
        return type(self)(self.sum()).data, self.__class__(self).data  # tensor own class; tensor own class
