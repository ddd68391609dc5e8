import torch
from torch import nn

conv = nn.Conv1d(1, 1, 3)
signal = torch.randn(1, 1, 6, requires_grad=True)
loss = conv(signal).sum()
conv.weight.data = torch.zeros(1, 1, 3)  # expect: DET103
loss.backward()
