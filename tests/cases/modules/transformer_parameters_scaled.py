import torch
from torch import nn

torch.manual_seed(0)

m = nn.Transformer(4, 2, 1, 1, 8)
out = m(torch.randn(3, 2, 4), torch.randn(3, 2, 4)).sum()
for p in m.parameters():
    p.data.mul_(0.5)  # expect: DET101
out.backward()
