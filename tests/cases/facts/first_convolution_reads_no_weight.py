# codes: DET1 DET3
import torch
from torch import nn

first, second = nn.Conv1d(2, 3, 1), nn.Conv1d(3, 1, 1)
loss = second(first(torch.randn(4, 2, 5)).tanh()).mean()
first.weight.data.zero_()
second.weight.data.mul_(2.0)  # expect: DET101
loss.backward()
