import torch
from torch import nn

trunk, left, right = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 1)
h = trunk(torch.randn(2, 3)).tanh()
left(h).sum().backward()
right(h.detach()).sum().backward()
