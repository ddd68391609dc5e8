import torch
from torch import nn

weight = nn.Parameter(torch.randn(3, 4, 5))
left = torch.randn(2, 4, requires_grad=True)
right = torch.randn(2, 5)
out = torch.einsum("oij,bi,bj->bo", weight, left, right)
with torch.no_grad():
    weight.mul_(0.5)
out.sum().backward()
