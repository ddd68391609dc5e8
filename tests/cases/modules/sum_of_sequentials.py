# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh()) + nn.Sequential(nn.Linear(4, 3))
twice = net * 2
loss = twice(torch.randn(2, 3)).sum()
net[2].weight.data.mul_(0.9)  # expect: DET101
loss.backward()
