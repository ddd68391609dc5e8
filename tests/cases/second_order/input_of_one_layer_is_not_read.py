import torch
from torch import nn

layer = nn.Linear(4, 1)
x = torch.randn(2, 4, requires_grad=True)
(slope,) = torch.autograd.grad(layer(x).sum(), x, create_graph=True)
x.data.zero_()  # expect: DET202
slope.pow(2).sum().backward()
