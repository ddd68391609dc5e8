import torch
from torch import nn

net = nn.Linear(4, 2)
noise = torch.empty(3, 4)
for _ in range(3):
    noise.normal_()
    net(noise).sum().backward()
