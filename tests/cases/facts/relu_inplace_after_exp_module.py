import torch
from torch import nn

a = torch.randn(3, requires_grad=True)
activate = nn.ReLU(inplace=True)
h = a.exp()
out = activate(h)  # expect: DET104
out.sum().backward()
