# codes: DET1 DET3
import torch
from torch import nn
from torch.nn.utils import parametrize


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.ones(3, 3))

    def forward(self, weight):
        return weight.pow(2) * self.factor


def made():
    layer = nn.Linear(3, 3)
    parametrize.register_parametrization(layer, "weight", Scaled())
    return layer, layer(torch.randn(2, 3)).pow(2).sum()


layer, loss = made()
layer.parametrizations.weight[0].factor.data.mul_(2)  # expect: DET101
loss.backward()

layer, loss = made()
layer.parametrizations["weight"].original.data.mul_(2)  # expect: DET101
loss.backward()

layer, loss = made()
for name, p in layer.named_parameters():
    if name == "parametrizations.weight.0.factor":
        p.data.mul_(2)  # expect: DET101
loss.backward()

layer, loss = made()
with torch.no_grad():
    layer.parametrizations.weight.original.mul_(2)  # expect: DET104
try:
    loss.backward()
except RuntimeError:
    pass
try:
    layer.parametrizations.weight.original.mul_(2)  # expect: DET306
except RuntimeError:
    pass
