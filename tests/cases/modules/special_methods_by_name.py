# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))
loss = net(torch.randn(2, 3)).sum()
net.__getitem__(2).__getattr__("weight").data.mul_(0.9)  # expect: DET101
loss.backward()

loss = net(torch.randn(2, 3)).sum()
[net].__getitem__(0)[2].parameters().__next__().data.mul_(0.9)  # expect: DET101
loss.backward()
