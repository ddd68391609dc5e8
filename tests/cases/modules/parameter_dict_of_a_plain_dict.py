# codes: DET1
import torch
from torch import nn

layer = nn.Linear(4, 3)
held = nn.ParameterDict({"weight": layer.weight, "bias": layer.bias})
x = torch.randn(2, 4, requires_grad=True)
loss = layer(x).sum()
next(iter(held.values())).data.mul_(0.9)  # the bias: the names are sorted
loss.backward()

loss = layer(x).sum()
list(held.values())[1].data.mul_(0.9)  # expect: DET101
loss.backward()
