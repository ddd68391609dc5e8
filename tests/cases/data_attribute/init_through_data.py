import torch
from torch import nn

layer = nn.Linear(2, 2)
layer.weight.data.normal_(0.0, 0.02)  # expect: DET202
layer.bias.data.zero_()  # expect: DET202
