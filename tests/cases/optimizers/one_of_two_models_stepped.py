import sys

import torch
from torch import nn

c = len(sys.argv) < 5
w = torch.randn(3, requires_grad=True)

one, two = nn.Linear(3, 3), nn.Linear(3, 3)
net = one if c else two
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = one(one(w)).sum()
loss.backward(retain_graph=True)
optimizer.step()  # expect: DET115
loss.backward()
