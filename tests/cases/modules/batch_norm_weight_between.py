import torch
from torch import nn

norm, layer = nn.BatchNorm1d(3), nn.Linear(3, 3)
out = norm(layer(torch.randn(5, 3)))
norm.weight.data.fill_(0.5)  # expect: DET101
out.pow(2).sum().backward()
