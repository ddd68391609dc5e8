import torch
from torch import nn

torch.manual_seed(0)

m = nn.GRUCell(3, 4)
h = torch.zeros(2, 4)
h1 = m(torch.randn(2, 3), h)
h2 = m(torch.randn(2, 3), h1)
h1.data.zero_()  # expect: DET101
h2.sum().backward()
