import torch
from torch import nn


class PreActivation(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(2, 2, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        out = self.relu(self.conv(x))
        out += x  # expect: DET104
        return out


net = PreActivation()
net(torch.randn(1, 2, 6)).sum().backward()
