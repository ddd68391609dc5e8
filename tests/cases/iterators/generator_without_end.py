# codes: DET1
import torch
from torch import nn


def cycle(loader):
    while True:
        for batch in loader:
            yield batch


def averages():
    x = yield torch.zeros(3)
    while True:
        if x is None:
            return
        x = yield torch.sigmoid(x)


net = nn.Linear(3, 1)
batches = cycle([torch.randn(2, 3), torch.randn(2, 3)])
for step in range(3):
    x = next(batches)
    loss = net(x).pow(2).sum()
    x.data.mul_(0.5)  # expect: DET101
    loss.backward()

w = torch.randn(3, requires_grad=True)
it = averages()
start = next(it)
y = it.send(w)
y.data.mul_(0.5)  # expect: DET101
y.sum().backward()
