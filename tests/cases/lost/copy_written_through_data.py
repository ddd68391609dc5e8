import torch
from torch import nn

layer = nn.Linear(2, 3)
rows = torch.tensor([0, 2])
layer.weight[rows].data.fill_(0.5)  # expect: DET122
nn.init.zeros_(layer.weight[rows])  # expect: DET122
layer.weight.index_select(0, rows).data.mul_(0.0)  # expect: DET122
