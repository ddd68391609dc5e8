# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
biases = [p for p in net.parameters() if p.ndim < 2]
loss = net(torch.randn(2, 3)).sum()
for bias in biases:
    bias.data.mul_(0.9)
loss.backward()
