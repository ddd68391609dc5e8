import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.conv = None

    def make(self):
        self.conv = nn.Conv1d(2, 2, 1)
        self.conv.weight.copy_(self.fc.weight[..., None])

    def forward(self, x):
        if self.conv is None:
            self.make()
        return self.conv(x)


class Filled(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.fc.weight.fill_(0.5)  # expect: DET306


def build():
    return Filled()


def predict(x):
    with torch.no_grad():
        return Head()(x)


# for PyTorch only
predict(torch.zeros(1, 2, 3))
build()
