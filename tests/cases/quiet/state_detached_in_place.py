import torch
from torch import nn

cell = nn.RNNCell(2, 3)
state = torch.zeros(1, 3)
for _ in range(3):
    state = cell(torch.randn(1, 2), state)
    state.sum().backward()
    state.detach_()  # expect: DET205
