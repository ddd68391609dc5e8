import torch
from torch import nn

# The batch's own statistics are what training mode keeps for its gradient.
norm, layer = nn.BatchNorm1d(3), nn.Linear(3, 3)
first = norm(layer(torch.randn(5, 3)))
second = norm(layer(torch.randn(5, 3)))
(first.pow(2).sum() + second.pow(2).sum()).backward()
