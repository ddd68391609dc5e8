import copy
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = copy.copy(m)
x = torch.randn(2, 3, requires_grad=True)
y = m(x).exp().sum()
n.weight.data.zero_()  # expect: DET101
y.backward()
