# codes: DET1 DET3
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
import copy

ema = copy.deepcopy(m).requires_grad_(False)
opt = torch.optim.SGD(m.parameters(), lr=0.1)
for i in range(3):
    x = torch.randn(2, 3)
    with torch.no_grad():
        t = ema(x)
    l = (m(x) - t).pow(2).sum()
    opt.zero_grad()
    l.backward()
    opt.step()
    for p, q in zip(m.parameters(), ema.parameters()):
        q.data.mul_(0.9).add_(p.data, alpha=0.1)
