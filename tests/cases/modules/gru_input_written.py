import torch
from torch import nn

torch.manual_seed(0)

m = nn.GRU(3, 4)
x = torch.randn(5, 2, 3)
out, h = m(x)
x.zero_()  # expect: DET104
out.sum().backward()
