import torch
from torch import nn

torch.manual_seed(0)

m = nn.BatchNorm1d(3)
x = torch.randn(4, 3)
y = m(x).sum() + m(x * 2).sum()
y.backward()
