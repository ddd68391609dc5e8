# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(18, 4), nn.LayerNorm(4), nn.Linear(4, 1))
decayed = [p for p in net.parameters() if p.dim() > 1]
loss = net(torch.randn(3, 1, 5, 5)).sum()
decayed[-1].data.mul_(0.9)  # expect: DET101
loss.backward()
