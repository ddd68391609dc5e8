import torch
from torch import nn

norm, layer = nn.BatchNorm1d(3), nn.Linear(3, 3)
norm.eval()
out = norm(layer(torch.randn(5, 3)))
norm.running_var.data.fill_(4.0)  # expect: DET101
out.pow(2).sum().backward()
