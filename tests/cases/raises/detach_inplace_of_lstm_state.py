import torch
from torch import nn

lstm = nn.LSTM(2, 3)
hidden = None
for _ in range(2):
    out, hidden = lstm(torch.randn(4, 1, 2), hidden)
    out.sum().backward()
    for state in hidden:
        state.detach_()  # expect: DET205
