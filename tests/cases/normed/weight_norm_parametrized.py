import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

layer = weight_norm(nn.Linear(3, 3))
y = layer(torch.randn(2, 3))
with torch.no_grad():
    for parameter in layer.parametrizations.weight.parameters():
        parameter.mul_(0.5)  # expect: DET104
y.sum().backward()
