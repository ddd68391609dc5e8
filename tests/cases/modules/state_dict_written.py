import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
loss = net(torch.randn(2, 3)).sum()
for value in net.state_dict().values():
    value.mul_(0.9)  # expect: DET102
loss.backward()
