# codes: DET1 DET3
import torch
from torch import nn


class Bounded:
    def __init__(self):
        object.__setattr__(self, "seen", [])

    def __setattr__(self, name, value):
        if isinstance(value, torch.Tensor):
            value.data.clamp_(max=0.5)  # expect: DET101
        object.__setattr__(self, name, value)


class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def __setattr__(self, name, value):
        super().__setattr__(name, value)


net, state = Counted(), Bounded()
state.h = net.layer(torch.randn(4, 3)).exp()
state.h.sum().backward()
loss = net.layer(torch.randn(4, 3)).pow(2).sum()
net.layer.bias.data.zero_()
loss.backward()
