import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
opt = torch.optim.SGD(m.parameters(), lr=0.01)
for epoch in range(3):
    l = m(torch.randn(2, 3)).exp().sum()
    opt.zero_grad()
    l.backward()
    for g in opt.param_groups:
        g["lr"] *= 0.9
    opt.step()
