import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.Adam([*m.parameters(), *n.parameters()])
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
sd = opt.state_dict()
opt.load_state_dict(sd)
l.backward()
