# codes: DET1 DET3
import copy
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = copy.copy(m)
n._parameters = dict(m._parameters)
n.weight = nn.Parameter(torch.zeros(3, 3))
x = torch.randn(2, 3, requires_grad=True)
y = m(x).exp().sum()
n.weight.data.zero_()
y.backward()
