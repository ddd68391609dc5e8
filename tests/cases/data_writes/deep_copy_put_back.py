import copy

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
x = torch.randn(5, 3)
loss = net(x).pow(2).mean()
kept = copy.deepcopy(net.state_dict())
for p in net.parameters():
    p.data.zero_()  # expect: DET202
for name, p in net.named_parameters():
    p.data.copy_(kept[name])  # expect: DET202
loss.backward()
