import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
import copy

ema = copy.deepcopy(m)
x = torch.randn(2, 3)
l = (m(x) - ema(x)).pow(2).sum()
with torch.no_grad():
    for p, q in zip(m.parameters(), ema.parameters()):
        q.mul_(0.9).add_(p, alpha=0.1)  # expect: DET104
l.backward()
