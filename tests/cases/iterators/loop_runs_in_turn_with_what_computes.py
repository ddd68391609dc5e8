# codes: DET1
from itertools import takewhile

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loader = [torch.ones(2, 3) for _ in range(3)]
w = torch.ones(3, requires_grad=True)


def update(loss):
    optimizer.zero_grad()
    loss.sum().backward()
    optimizer.step()


def steps(given):
    for loss in (net(x) for x in given):
        update(loss)
    for loss in (net(x) for _ in range(2) for x in given):
        update(loss)
    for _, loss in enumerate(map(net, given), start=1):
        update(loss)
    for _, loss in zip(given, map(net, given), strict=True):
        update(loss)
    for loss in filter(torch.is_tensor, map(net, given)):
        update(loss)
    [update(loss) for loss in map(net, given)]
    for each in all_of(given):
        update(each)


def all_of(given):
    yield from map(net, given)


def all_at_once(given):
    for loss in [net(x) for x in given]:
        optimizer.zero_grad()
        loss.sum().backward()
        optimizer.step()  # expect: DET105


def halve_second(k):
    if k == 2:
        w.data.mul_(0.5)
    return k


def halve(k):
    w.data.mul_(0.5)
    return k


def halve_too_early(k):
    w.data.mul_(0.5)  # expect: DET101
    return k


steps(loader)
loss = w.pow(2).sum()
for _ in takewhile(lambda k: k < 1, map(halve_second, range(4))):
    pass
for _ in zip([], map(halve, range(4))):
    pass
loss.backward()
total = 0
for part in (w.pow(2).sum() for _ in range(3)):
    total = total + part
    w.data.mul_(0.5)  # expect: DET101
total.backward()
loss = w.pow(2).sum()
for _ in zip(map(halve_too_early, range(4)), []):
    pass
loss.backward()
try:
    all_at_once(loader)
except RuntimeError:
    print("a parameter was written")
