from collections import OrderedDict, namedtuple

import torch
from torch import nn

Binding = namedtuple("Binding", ["shape", "data"])


def stored(names, make):
    known, mixed, added = {}, {}, {}
    for name in names:
        known[name] = torch.ones(2)
        mixed[name] = torch.ones(2)
        added[name] = make(name)
    mixed["other"] = make("other")
    for name in names:
        print(known[name].data)  # tensor flow
        print(mixed["made"].data)  # unknown none
    return [value.data for value in added.values()]  # unknown none


class Engine(nn.Module):
    """All local variables become attributes."""

    def __init__(self, shapes):
        super().__init__()
        bindings = OrderedDict()
        scale = torch.ones(2)
        for name, shape in shapes.items():
            bindings[name] = Binding(shape, torch.empty(shape))
        self.__dict__.update(locals())

    def forward(self, names):
        for name in names:
            self.bindings[name].data.resize_(3)  # not flow
        return [self.bindings[name].data * self.scale.data for name in names]  # not flow; tensor flow


class Table:
    def __init__(self):
        self.rows = {}

    def add(self, name):
        self.rows[name] = Binding(name, name)

    def get(self, name):
        return self.rows[name].data  # not flow
