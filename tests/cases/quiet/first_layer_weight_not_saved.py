import torch
from torch import nn

layer = nn.Linear(3, 2)
loss = layer(torch.randn(5, 3)).sum()
with torch.no_grad():
    layer.weight.mul_(0.5)
loss.backward()
