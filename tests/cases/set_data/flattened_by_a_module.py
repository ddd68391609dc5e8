import torch
from torch import nn

x = torch.randn(2, 2, 2, requires_grad=True)
h = x * 2
out = nn.Flatten()(h)
y = out.pow(2)
h.data = torch.zeros(2, 2, 2)  # expect: DET203
y.sum().backward()
