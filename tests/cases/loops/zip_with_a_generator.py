import torch
from torch import nn


class Frames:
    def __init__(self, count):
        self.count = count
        self.frame = torch.zeros(3)

    def __iter__(self):
        while True:
            self.frame.detach().normal_()  # expect: DET102
            yield self.frame


mask = nn.Parameter(torch.randn(3))
loss = 0.0
for _, frame in zip(range(3), Frames(3)):
    loss = loss + (mask * frame).sum()
loss.backward()
