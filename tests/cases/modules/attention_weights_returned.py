import torch
from torch import nn

torch.manual_seed(0)

m = nn.MultiheadAttention(4, 2)
q = torch.randn(3, 2, 4)
out, w = m(q, q, q)
w.data.zero_()  # expect: DET121
out.sum().backward()
