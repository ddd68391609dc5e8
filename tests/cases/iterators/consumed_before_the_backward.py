# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
w = torch.randn(3, requires_grad=True)


def halved():
    w.data.mul_(0.5)  # expect: DET101
    yield w


loss = net(torch.randn(2, 3)).sum() + w.pow(2).sum()
pending = map(lambda p: p.data.mul_(0.5), net.parameters())  # expect: DET101
expression = (p.data.mul_(0.5) for p in net.parameters())  # expect: DET101
generator = halved()
for each in (pending, expression, generator):
    for _ in each:
        pass
loss.backward()
