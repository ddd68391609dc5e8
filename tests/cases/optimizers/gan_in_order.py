import torch
from torch import nn

torch.manual_seed(0)

g = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
d = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
og = torch.optim.Adam(g.parameters())
od = torch.optim.Adam(d.parameters())
for i in range(2):
    fake = g(torch.randn(3, 2))
    od.zero_grad()
    dl = d(fake.detach()).mean()
    dl.backward()
    od.step()
    og.zero_grad()
    gl = -d(fake).mean()
    gl.backward()
    og.step()
