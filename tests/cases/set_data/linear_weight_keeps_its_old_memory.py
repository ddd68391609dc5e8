import torch
from torch import nn

linear = nn.Linear(3, 2)
x = torch.randn(4, 3, requires_grad=True)
loss = linear(x).sum()
linear.weight.data = torch.zeros(2, 3)  # expect: DET203
loss.backward()
