import torch
from torch import nn

trunk, head = nn.Linear(3, 3), nn.Linear(3, 1)
opt = torch.optim.SGD(head.parameters(), lr=0.1)
aux = nn.Linear(3, 1)
opt_aux = torch.optim.SGD(aux.parameters(), lr=0.1)
h = trunk(torch.randn(2, 3)).tanh()
loss, aux_loss = head(h).sum(), aux(h.detach()).sum()
aux_loss.backward()
opt_aux.step()
loss.backward()
opt.step()
