# codes: DET1 DET3
import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
x = torch.randn(4, 2)
loss = model(x).pow(2).mean()
old = {}
for p in model.parameters():
    old[p] = p.data.clone()
    p.data.mul_(1.5)  # expect: DET101
for p in model.parameters():
    p.data.copy_(old[p] + 1)  # expect: DET101
loss.backward()
