import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
out = net(torch.randn(2, 3))
out.sum().backward(retain_graph=True)
nn.utils.clip_grad_norm_(net.parameters(), 1.0)
nn.utils.clip_grad_value_(net.parameters(), 0.5)
out.pow(2).sum().backward()
