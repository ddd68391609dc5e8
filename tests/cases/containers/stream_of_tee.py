import itertools

import torch
from torch import nn

net = nn.Linear(3, 1)
first, second = itertools.tee(torch.full((2, 3), float(i)) for i in range(2))
loss = sum(net(x).sum() for x in first)
for x in second:
    x.zero_()  # expect: DET104
loss.backward()
