# codes: DET1
from typing import assert_type, cast

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
model = cast(nn.Module, net)
loss = model(torch.randn(2, 3)).sum()
cast(nn.Linear, net[2]).weight.data.mul_(0.5)  # expect: DET101
loss.backward()

x = torch.randn(3, requires_grad=True)
y = assert_type(torch.exp(x), torch.Tensor)
cast("torch.Tensor", y).data.mul_(0.5)  # expect: DET101
y.sum().backward()
