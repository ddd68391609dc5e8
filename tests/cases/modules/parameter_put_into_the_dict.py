import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
x = torch.randn(2, 3, requires_grad=True)
m._parameters["weight"] = torch.randn(3, 3, requires_grad=True) * 2
y = m(x).exp().sum()
m.weight.data.zero_()  # expect: DET101
y.backward()
