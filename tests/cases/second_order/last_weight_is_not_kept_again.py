import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))
x = torch.randn(2, 4, requires_grad=True)
(slope,) = torch.autograd.grad(net(x).sum(), x, create_graph=True)
net[2].weight.data.zero_()  # expect: DET202
slope.pow(2).sum().backward()
