import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
out = net(torch.randn(2, 3))
out.sum().backward(retain_graph=True)
optimizer.zero_grad()
out.pow(2).sum().backward()
optimizer.step()
