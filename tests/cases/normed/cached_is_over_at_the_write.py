import torch
from torch import nn
from torch.nn.utils import parametrize


class Symmetric(nn.Module):
    def forward(self, weight):
        return weight.triu() + weight.triu(1).mT


layer = nn.Linear(3, 3)
parametrize.register_parametrization(layer, "weight", Symmetric())
x = torch.randn(2, 3, requires_grad=True)
with parametrize.cached():
    hidden = layer(x).tanh()
    loss = layer(hidden).sum()
with torch.no_grad():
    layer.weight.zero_()
loss.backward()
