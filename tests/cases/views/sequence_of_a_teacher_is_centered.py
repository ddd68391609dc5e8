import torch
from torch import nn

teacher, student = nn.Linear(3, 4), nn.Linear(3, 4)
x = torch.randn(2, 5, 3)
with torch.no_grad():
    target = teacher(x)
target -= target.mean()
loss = (student(x) - target).pow(2).mean()
loss.backward()
