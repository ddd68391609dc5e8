import torch
from torch import nn

layer = nn.utils.skip_init(nn.Linear, 3, 3)
nn.init.ones_(layer.weight)
nn.init.zeros_(layer.bias)
x = torch.randn(2, 3, requires_grad=True)
y = layer(x)
layer.weight.data.zero_()  # expect: DET101
y.sum().backward()
