import torch
from torch import nn


def halves(net, x):
    if x.shape[0] > 4:
        half = x.shape[0] // 2
        return torch.cat([net(x[:half]), net(x[half:])])
    return net(x)


net = nn.Sequential(nn.Linear(3, 4), nn.Sigmoid())
joined = halves(net, torch.randn(8, 3))
plain = halves(net, torch.randn(2, 3))
joined.detach().mul_(2)
plain.detach().mul_(2)  # expect: DET102
(joined.sum() + plain.sum()).backward()
