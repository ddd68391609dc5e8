import torch
from torch import nn

layer = nn.Linear(2, 1)
layer(torch.randn(1, 2)).sum().backward()
for p in layer.parameters():
    p.grad.data.clamp_(-1, 1)  # expect: DET202
