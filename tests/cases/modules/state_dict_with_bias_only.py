import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
y = m(torch.randn(2, 3)).sum()
m.load_state_dict({"0.bias": torch.zeros(3)}, strict=False)
y.backward()
