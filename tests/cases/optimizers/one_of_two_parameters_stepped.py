import sys

import torch
from torch import nn

c = len(sys.argv) < 5
w = torch.randn(3, requires_grad=True)

p, q = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(3))
optimizer = torch.optim.SGD([p if c else q], lr=0.1)
loss = (p * p * w).sum()
loss.backward(retain_graph=True)
optimizer.step()  # expect: DET115
loss.backward()
