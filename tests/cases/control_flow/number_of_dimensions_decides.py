import torch
from torch import nn


def pooled(net, x):
    if x.dim() == 2 and len(x) == 3 and x.numel() == 12 and x.size(-1) == 4:
        return net(x)
    return net(x).exp()


net = nn.Linear(4, 2)
out = pooled(net, torch.randn(3, 4))
out.detach().mul_(2)
scores = pooled(net, torch.randn(2, 3, 4))
scores.detach().mul_(2)  # expect: DET102
(out.sum() + scores.sum()).backward()
