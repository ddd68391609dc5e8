import torch
from torch import nn

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
start = nn.Parameter(out.data)  # expect: DET201
with torch.no_grad():
    start.zero_()  # expect: DET101
out.sum().backward()
