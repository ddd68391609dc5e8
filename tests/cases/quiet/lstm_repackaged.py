import torch
from torch import nn


def repackage(hidden):
    return tuple(h.detach() for h in hidden)


lstm = nn.LSTM(2, 3)
hidden = (torch.zeros(1, 2, 3), torch.zeros(1, 2, 3))
for _ in range(3):
    hidden = repackage(hidden)
    out, hidden = lstm(torch.randn(4, 2, 2), hidden)
    out.mean().backward()
