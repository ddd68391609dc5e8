import torch
from torch import nn

layer = nn.Linear(2, 2)
layer(torch.randn(1, 2)).sum().backward()
for p in layer.parameters():
    p -= 0.1 * p.grad  # expect: DET306
