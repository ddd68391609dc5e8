import torch
from torch import nn

norm, layer = nn.BatchNorm1d(3), nn.Linear(3, 3)
norm.eval()
out = norm(layer(torch.randn(5, 3)))
norm.running_var.fill_(1.0)  # expect: DET104
out.pow(2).sum().backward()
