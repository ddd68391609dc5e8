import torch
from torch import nn

torch.manual_seed(0)

m = nn.MultiheadAttention(4, 2)
q = torch.randn(3, 2, 4, requires_grad=True)
out, w = m(q, q, q)
with torch.no_grad():
    m.in_proj_weight.mul_(0.5)  # expect: DET104
out.sum().backward()
