import torch
from torch import nn

p = nn.Parameter(torch.randn(3))
opt = torch.optim.SGD([p], lr=0.1)


def f(q):
    opt.step()
    opt.zero_grad()
p.register_post_accumulate_grad_hook(f)
x = (p * torch.randn(3)).sum()
x.backward()
(p.exp()).sum().backward()
