import torch
from torch import nn


def windows(signal, size):
    window = torch.empty(size)
    for start in range(0, len(signal) - size, size):
        window.data.copy_(signal[start : start + size])  # expect: DET101
        yield window


filters = nn.Parameter(torch.randn(4))
total = torch.zeros(())
for step, window in enumerate(windows(torch.randn(12), 4), start=1):
    total = total + (filters * window).sum() / step
total.backward()
