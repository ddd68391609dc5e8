import torch
from torch import nn
from torch.utils.data import Dataset


class Points(Dataset):
    def __init__(self, n):
        self.data = torch.randn(n, 3)  # not class

    def __len__(self):
        return self.data.size(0)  # not class

    def first(self):
        return self.data[0].clone()  # not class


class Wrapper(nn.Module):
    def __init__(self, data):
        super().__init__()
        self.data = nn.Parameter(data)  # not class

    def forward(self):
        return self.data.sum()  # not class


def total():
    points = Points(4)
    return points.data.sum()  # not class
