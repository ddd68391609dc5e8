import torch
from torch import nn

torch.manual_seed(0)

m = nn.LSTM(3, 4)
x = torch.randn(5, 2, 3)
h0, c0 = torch.randn(1, 2, 4), torch.randn(1, 2, 4)
out, _ = m(x, (h0, c0))
c0.mul_(2)  # expect: DET104
out.sum().backward()
