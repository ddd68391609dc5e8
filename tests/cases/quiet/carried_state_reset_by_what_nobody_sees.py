import importlib

import torch
from torch import nn


class Leaky(nn.Module):
    def __init__(self):
        super().__init__()
        self.v = 0.0

    def forward(self, x):
        self.v = self.v * 0.9 + x
        return self.v.sigmoid()

    def reset(self):
        self.v = 0.0


class Spiking(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.neuron = Leaky()

    def forward(self, x):
        return self.neuron(self.fc(x))


def reset_net(net):
    for module in net.modules():
        if hasattr(module, "reset"):
            module.reset()


# A package for such networks has a function of this kind.
reset = vars(importlib.import_module(__name__))["".join(["reset", "_net"])]
net = Spiking()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(4):
    loss = net(torch.ones(2, 4)).sum()
    loss.backward()
    optimizer.step()
    reset(net)
