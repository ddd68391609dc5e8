import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Dropout(0.5, True), nn.Linear(3, 1))
m(torch.randn(2, 3)).sum().backward()  # expect: DET104
