import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Conv1d(3, 3, 1), nn.Tanh(), nn.Conv1d(3, 1, 1))
y = m(torch.randn(2, 3, 4)).sum()
m.float()
y.backward()
