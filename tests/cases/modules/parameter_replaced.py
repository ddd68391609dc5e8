# codes: DET1 DET3
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
x = torch.randn(2, 3, requires_grad=True)
y = m(x).exp().sum()
m.weight = nn.Parameter(torch.zeros(3, 3))
m.weight.data.fill_(1)
y.backward()
