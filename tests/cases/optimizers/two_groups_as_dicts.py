import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD([{"params": m.parameters()}, {"params": n.parameters(), "lr": 0.1}], lr=0.01)
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
opt.step()  # expect: DET105
l.backward()
