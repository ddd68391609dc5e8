import torch
from torch import nn

torch.manual_seed(0)

m = nn.LSTM(3, 4)
out, (h, c) = m(torch.randn(5, 2, 3))
out.data.zero_()  # expect: DET111
out.sum().backward()
