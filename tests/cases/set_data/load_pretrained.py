import torch
from torch import nn

layer = nn.Linear(2, 2)
layer.weight.data = torch.eye(2)  # expect: DET203
layer(torch.randn(3, 2)).sum().backward()
