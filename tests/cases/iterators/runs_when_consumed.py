# codes: DET1
from itertools import filterfalse, islice, starmap, takewhile

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
w = torch.randn(3, requires_grad=True)


def halved():
    w.data.mul_(0.5)
    yield w


loss = net(torch.randn(2, 3)).sum() + w.pow(2).sum()
pending = map(lambda p: p.data.mul_(0.5), net.parameters())
expression = (p.data.mul_(0.5) for p in net.parameters())
chosen = filter(lambda p: p.data.zero_() is None, net.parameters())
others = filterfalse(lambda p: p.data.zero_() is None, net.parameters())
scaled = starmap(lambda p, k: p.data.mul_(k), [(w, 0.5)])
begun = takewhile(lambda p: p.data.zero_() is None, [w])
nothing = islice((p.data.zero_() for p in [w]), 0)
pairs = zip([], (p.data.zero_() for p in [w]))
generator = halved()
for _ in pairs:
    pass
list(nothing)
loss.backward()
for each in (pending, expression, chosen, others, scaled, begun, generator):
    list(each)
