import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
x = torch.randn(5, 3)
loss = net(x).pow(2).mean()
backup = [p.detach().clone() for p in net.parameters()]
for p in net.parameters():
    p.data.mul_(0.5)  # expect: DET202
with torch.no_grad():
    halved = net(x).mean()
for p, kept in zip(net.parameters(), backup):
    p.data.copy_(kept)  # expect: DET202
loss.backward()
