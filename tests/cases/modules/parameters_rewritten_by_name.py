import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
loss = net(torch.randn(2, 3)).sum()
for name, parameter in net.named_parameters():
    if name.endswith("weight"):
        parameter.data.mul_(0.9)  # expect: DET101
loss.backward()
