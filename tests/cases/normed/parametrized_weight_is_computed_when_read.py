import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

layer = weight_norm(nn.Linear(3, 3))
x = torch.randn(2, 3, requires_grad=True)
y = layer(x)
layer.weight.data.zero_()  # expect: DET202
y.sum().backward()
