# codes: DET1 DET3
import contextlib

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))


class Shrunk(contextlib.ContextDecorator):
    def __enter__(self):
        self.saved = net[2].weight.data.clone()
        net[2].weight.data.mul_(0.1)
        return self

    def __exit__(self, *exc):
        net[2].weight.data.copy_(self.saved)  # expect: DET101
        return False


@Shrunk()
def small(x):
    return net(x).mean()


small(torch.randn(4, 3)).backward()
