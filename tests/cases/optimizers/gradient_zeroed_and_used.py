import torch
from torch import nn

torch.manual_seed(0)

w = nn.Parameter(torch.randn(3))
opt = torch.optim.SGD([w], lr=0.1)
w.exp().sum().backward()
g = w.grad
l = (w * g).sum()
opt.zero_grad(set_to_none=False)  # expect: DET105
l.backward()
