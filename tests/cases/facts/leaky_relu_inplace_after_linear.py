import torch
import torch.nn.functional as F
from torch import nn

layer = nn.Linear(3, 3)
h = layer(torch.randn(2, 3))
F.leaky_relu(h, 0.1, inplace=True).sum().backward()
