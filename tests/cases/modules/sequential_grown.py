import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3))
m.append(nn.Tanh())
m.extend([nn.Linear(3, 1)])
x = torch.randn(2, 3)
y = m(x).sum()
m[-1].weight.data.zero_()  # expect: DET101
y.backward()
