import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)


def shrink():
    head = Head()
    with torch.no_grad():
        head.fc.bias.zero_()
    weight = head.fc.weight
    weight *= 0.5  # expect: DET306


head = Head()
with torch.no_grad():
    for p in head.parameters():
        p.mul_(0.5)
shrink()
