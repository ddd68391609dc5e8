import torch
from torch import nn
from torch.nn.utils import parametrize


class Positive(nn.Module):
    def forward(self, weight):
        return weight.exp()


layer = nn.Linear(3, 3)
parametrize.register_parametrization(layer, "weight", Positive())
x = torch.randn(2, 3)
y = layer(x)
layer.parametrizations.weight.original.data.zero_()  # expect: DET202
y.sum().backward()
