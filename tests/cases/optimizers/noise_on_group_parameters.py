import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.Adam(list(m.parameters()) + list(n.parameters()), lr=0.01)
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
with torch.no_grad():
    for g in opt.param_groups:
        for p in g["params"]:
            p.add_(torch.randn_like(p))  # expect: DET104
l.backward()
