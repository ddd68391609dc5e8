import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD([*m.parameters(), *n.parameters()], lr=0.01)
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
for g in opt.param_groups:
    for p in g["params"]:
        p.data.mul_(0.9)  # expect: DET101
l.backward()
