import torch
from torch import nn


class Running(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.ones(3))

    def update(self, inplace):
        if inplace:
            self.mean.mul_(0.9)  # expect: DET114
        else:
            self.mean = self.mean * 0.9

    def forward(self, x):
        y = x * self.mean
        self.update(not x.requires_grad or not self.training)
        return y


class Weighted(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
        self.register_buffer("mean", torch.ones(3))

    def forward(self, x):
        y = self.weight * self.mean + x
        if not x.requires_grad:
            self.mean.mul_(0.9)  # expect: DET114
        return y


# for PyTorch only
for net in (Running().eval(), Weighted()):
    try:
        net(torch.randn(3, requires_grad=isinstance(net, Running))).sum().backward()
    except RuntimeError:
        pass
