import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.second = nn.Linear(4, 1)

    def forward(self, x):
        h = F.relu(self.first(x), inplace=True)
        return self.second(h)


block = Block()
block(torch.randn(3, 4)).sum().backward()
