import torch
from torch import nn

base = torch.rand(3)
a = torch.randn(3, requires_grad=True)
weight = nn.Parameter(base)
out = (a * weight).sum()
base.zero_()  # expect: DET104
out.backward()
