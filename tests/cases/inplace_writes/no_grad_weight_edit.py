import torch
from torch import nn

first, second = nn.Linear(3, 4), nn.Linear(4, 1)
loss = second(torch.relu(first(torch.randn(2, 3)))).mean()
with torch.no_grad():
    second.weight.mul_(0.9)  # expect: DET104
loss.backward()
