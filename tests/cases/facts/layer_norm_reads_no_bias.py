# codes: DET1 DET3
import torch
from torch import nn

norm, group = nn.LayerNorm(3), nn.GroupNorm(1, 3)
x = torch.randn(4, 3, requires_grad=True)
loss = norm(x).pow(3).sum()
norm.bias.data.fill_(5.0)
loss.backward()
loss = group(torch.randn(4, 3)).pow(3).sum()
group.weight.data.zero_()
loss.backward()
