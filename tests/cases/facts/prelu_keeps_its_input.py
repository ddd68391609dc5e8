import torch
from torch import nn

prelu = nn.PReLU()
a = torch.randn(3, requires_grad=True)
h = a * 2.0
out = prelu(h)
h.detach().abs_()  # expect: DET102
out.sum().backward()
