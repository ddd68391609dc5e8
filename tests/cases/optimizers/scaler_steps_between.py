import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = torch.optim.SGD([*m.parameters(), *n.parameters()], lr=0.01)
scaler = torch.amp.GradScaler("cpu")
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l2 = l * 2
scaler.scale(l).backward(retain_graph=True)
scaler.unscale_(opt)
scaler.step(opt)  # expect: DET105
scaler.update()
l2.backward()
