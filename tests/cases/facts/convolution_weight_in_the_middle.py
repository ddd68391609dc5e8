import torch
from torch import nn

first, second = nn.Conv1d(2, 2, 3), nn.Conv1d(2, 2, 3)
features = second(first(torch.randn(1, 2, 8)))
second.weight.data.zero_()  # expect: DET101
features.sum().backward()
