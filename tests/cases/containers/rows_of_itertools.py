# codes: DET1 DET3
import itertools

import torch
from torch import nn

layer = nn.Linear(3, 3)
parts = [layer(torch.randn(2, 3)).tanh() for _ in range(3)]
loss = sum((a * b).sum() for a, b in itertools.combinations(parts, 2))
for part in parts[1:]:
    part.data.clamp_(-0.5, 0.5)  # expect: DET101
loss.backward()

outs = list(itertools.starmap(lambda m, x: m(x).exp(), [(layer, torch.randn(2, 3))] * 2))
loss = sum(out.mean() for out in outs)
for out, factor in itertools.zip_longest(outs, [2.0], fillvalue=3.0):
    out.data.mul_(factor)  # expect: DET101
loss.backward()
