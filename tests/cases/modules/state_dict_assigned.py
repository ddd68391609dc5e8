# codes: DET1 DET3
import copy
import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
sd = copy.deepcopy(m.state_dict())
y = m(torch.randn(2, 3)).sum()
m.load_state_dict(sd, assign=True)
m[2].weight.data.zero_()
y.backward()
