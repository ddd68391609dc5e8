import torch
from torch import nn

layer = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
x = torch.randn(2, 3, 4)
out = layer(x)
x.zero_()
out.sum().backward()
