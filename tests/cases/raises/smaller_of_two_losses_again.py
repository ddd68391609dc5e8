import torch
from torch import nn

net = nn.Linear(3, 1)
best = None
for _ in range(2):
    loss = net(torch.randn(4, 3)).pow(2).mean()
    if best is None or loss < best:
        best = loss
    loss.backward()
best.backward()  # expect: DET305
