import torch
from torch import nn

torch.manual_seed(0)

m = nn.MaxPool1d(2, return_indices=True)
x = torch.randn(1, 1, 4, requires_grad=True)
y, i = m(x * 1)
i.zero_()  # expect: DET104
y.sum().backward()
