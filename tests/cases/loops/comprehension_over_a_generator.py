import torch
from torch import nn


def batches(count, size):
    buffer = torch.empty(size, 3)
    for _ in range(count):
        buffer.normal_()  # expect: DET104
        yield buffer


net = nn.Linear(3, 1)
losses = [net(x).pow(2).mean() for x in batches(2, 4)]
sum(losses).backward()
