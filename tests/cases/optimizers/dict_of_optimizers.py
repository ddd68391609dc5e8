import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opts = {"m": torch.optim.SGD(m.parameters(), lr=0.1), "n": torch.optim.SGD(n.parameters(), lr=0.1)}
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
for o in opts.values():
    o.step()  # expect: DET105
l.backward()
