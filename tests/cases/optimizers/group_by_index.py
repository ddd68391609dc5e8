import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD(n.parameters(), lr=0.1)
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
opt.param_groups[0]["params"][0].data.zero_()  # expect: DET101
l.backward()
