import torch
from torch import nn

torch.manual_seed(0)

ps = nn.ParameterList([nn.Parameter(torch.randn(3)) for _ in range(3)])
y = torch.ones(3)
for p in ps:
    y = y * p
ps[1].data.zero_()  # expect: DET101
y.sum().backward()
