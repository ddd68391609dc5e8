import torch
from torch import nn

teacher = nn.Linear(3, 4)
scale = nn.Parameter(torch.ones(4))
with torch.no_grad():
    target = teacher(torch.randn(2, 5, 3))
target *= scale  # expect: DET307
target.sum().backward()
