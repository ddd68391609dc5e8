import torch
from torch import nn

net = nn.Linear(4, 2)
buffer = torch.empty(3, 4)
losses = []
for scale in (1.0, 2.0):
    buffer.fill_(scale)  # expect: DET104
    losses.append(net(buffer).pow(2).mean())
sum(losses).backward()
