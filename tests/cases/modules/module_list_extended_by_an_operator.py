# codes: DET1
import torch
from torch import nn

layers = nn.ModuleList([nn.Linear(3, 4)])
layers += [nn.Tanh(), nn.Linear(4, 3)]
h = torch.randn(2, 3)
for layer in layers:
    h = layer(h)
layers[2].weight.data.mul_(0.9)  # expect: DET101
h.sum().backward()
