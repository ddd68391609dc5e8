# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
last = [p for p in net.parameters() if p.size() == torch.Size([2, 4])]
loss = net(torch.randn(2, 3)).sum()
last[0].data.mul_(0.9)  # expect: DET101
loss.backward()
