import torch
from torch import nn

torch.manual_seed(0)

m = nn.TransformerEncoderLayer(4, 2, 8)
x = torch.randn(3, 2, 4)
out = m(x)
m.linear1.weight.data.zero_()  # expect: DET101
out.sum().backward()
