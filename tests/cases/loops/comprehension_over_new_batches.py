import torch
from torch import nn


def batches(count):
    for _ in range(count):
        yield torch.randn(4, 3)


def scaled(count):
    for x in batches(count):
        x.mul_(0.5)
        yield x


net = nn.Linear(3, 1)
loss = sum(net(x).pow(2).mean() for x in scaled(2))
loss.backward()
