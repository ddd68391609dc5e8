import torch
from torch import nn

torch.manual_seed(0)

m = nn.MultiheadAttention(4, 2)
q = torch.randn(3, 2, 4)
out, w = m(q, q, q, need_weights=False)
m.out_proj.weight.data.zero_()  # expect: DET101
out.sum().backward()
