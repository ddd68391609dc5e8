import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD(m.parameters(), lr=0.01)
opt.add_param_group({"params": n.parameters()})
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
opt.step()  # expect: DET105
l.backward()
