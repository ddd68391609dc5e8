# codes: DET1 DET3
import torch
from torch import nn


class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.head = nn.Linear(3, 2), nn.Linear(2, 2)

    def __setattr__(self, name, value):
        super().__setattr__(name, value)

    def forward(self, x):
        return self.head(self.layer(x).tanh())


class Total:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, other):
        self.value.data.add_(other)  # expect: DET101
        return self


class Logged(Total):
    def __iadd__(self, other):
        return super().__iadd__(other)


net = Counted()
loss = net(torch.randn(4, 3)).sum()
for p in net.parameters():
    p.data.mul_(2.0)  # expect: DET101
loss.backward()
total = Logged(net.layer(torch.randn(4, 3)).exp())
loss = total.value.sum()
total += 1.0
loss.backward()
