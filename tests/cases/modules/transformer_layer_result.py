import torch
from torch import nn

torch.manual_seed(0)

m = nn.TransformerEncoderLayer(4, 2, 8)
out = m(torch.randn(3, 2, 4))
out.data.zero_()  # expect: DET121
out.sum().backward()
