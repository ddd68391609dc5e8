import torch
from torch import nn
from torch.nn.utils import parametrize
from torch.nn.utils.parametrizations import weight_norm

layer = weight_norm(nn.Linear(3, 3))


@parametrize.cached()
def run(x):
    with parametrize.cached():
        y = layer(x)
    with torch.no_grad():
        layer.weight.zero_()  # expect: DET104
    return y


run(torch.randn(2, 3, requires_grad=True)).sum().backward()
