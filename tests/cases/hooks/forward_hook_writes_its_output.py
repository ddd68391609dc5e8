import torch
from torch import nn


def squash(module, inputs, output):
    output.data.clamp_(-0.1, 0.1)  # expect: DET101


net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
net[1].register_forward_hook(squash)
net(torch.randn(2, 3)).sum().backward()
