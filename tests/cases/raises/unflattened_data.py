import torch
from torch import nn

x = torch.randn(2, 4)
nn.Unflatten(1, (2, 2))(x).sum().backward()  # expect: DET301
