import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1)).requires_grad_(False)
l = m(torch.randn(2, 3)).sum()
l.backward()  # expect: DET301
