# codes: DET1 DET3
import torch
from torch import nn

norm = nn.LayerNorm(3).requires_grad_(False)
x = torch.randn(4, 3, requires_grad=True)
loss = norm(x).pow(3).sum()
norm.weight.data.mul_(2.0)  # expect: DET101
loss.backward()
