import sys

import torch
from torch import nn


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)
        self.saved = []

    def forward(self, x):
        return self.layer(x).log_softmax(-1)


def finish(net):
    torch.stack(net.saved).sum().backward()
    net.saved = []


policy, critic = Policy(), Policy()
for each in (policy, critic):
    each.saved = []
net = policy if len(sys.argv) > 5 else critic
for episode in range(3):
    for step in range(4):
        net.saved.append(net(torch.randn(3))[0])
    finish(net)

for episode in range(3):
    for each in (policy, critic):
        for step in range(4):
            each.saved.append(each(torch.randn(3))[0])
        torch.stack(each.saved).sum().backward()
        each.saved = []
