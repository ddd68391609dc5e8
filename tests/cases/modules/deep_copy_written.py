# codes: DET1 DET3
import copy
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
n = copy.deepcopy(m)
y = m(torch.randn(2, 3)).sum()
for p in n.parameters():
    p.data.zero_()
y.backward()
