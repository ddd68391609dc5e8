import torch
from torch import nn
from torch.nn.utils import parametrize
from torch.nn.utils.parametrizations import weight_norm

layer = weight_norm(nn.Linear(3, 3))
x = torch.randn(2, 3, requires_grad=True)
with parametrize.cached():
    y = layer(x)
    layer.weight.data.zero_()  # expect: DET101
    y.sum().backward()
