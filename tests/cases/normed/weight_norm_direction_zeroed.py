import torch
from torch import nn
from torch.nn.utils import weight_norm

layer = weight_norm(nn.Linear(3, 3))
y = layer(torch.randn(2, 3))
layer.weight_v.data.zero_()  # expect: DET101
y.sum().backward()
