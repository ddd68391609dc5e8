import torch
from torch import nn

p = nn.Parameter(torch.randn(3))
opt = torch.optim.SGD([p], lr=0.1)
p.register_post_accumulate_grad_hook(lambda q: opt.step())  # expect: DET105
l1 = p.exp().sum()
l2 = p.pow(2).sum()
l1.backward()
l2.backward()
