import torch
from torch import nn

norm, layer = nn.BatchNorm1d(3), nn.Linear(3, 3)
out = norm(layer(torch.randn(5, 3)))
with torch.no_grad():
    norm.bias.zero_()
out.pow(2).sum().backward()
