# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
scripted = torch.jit.script(net)
loss = scripted(torch.randn(2, 3)).sum()
net[2].weight.data.mul_(0.5)  # expect: DET101
loss.backward()
