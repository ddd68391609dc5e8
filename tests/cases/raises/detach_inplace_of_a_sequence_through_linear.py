import torch
from torch import nn

layer = nn.Linear(3, 4)
state = None
for _ in range(3):
    h = layer(torch.randn(2, 5, 3))
    if state is not None:
        h = h + state
    h.sum().backward()
    state = h
    state.detach_()  # expect: DET302
