import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD([*m.parameters(), *n.parameters()], lr=0.01)
sched = torch.optim.lr_scheduler.StepLR(opt, 1)
opt.step()
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
sched.step()
l.backward()
