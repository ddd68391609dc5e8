import torch
from torch import nn


class Prior(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = nn.Parameter(torch.empty(3))
        self.mean.fill_(0.5)  # expect: DET306


Prior()
