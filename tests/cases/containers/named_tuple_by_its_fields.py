# codes: DET1
from collections import namedtuple

import torch

Pair = namedtuple("Pair", "one other")
w = torch.ones(3, requires_grad=True)
pair = Pair(w.sigmoid(), w.tanh())
for name in pair._fields:
    getattr(pair, name).data.zero_()  # expect: DET101
(pair.one + pair.other).sum().backward()
if len(Pair._fields) == 3:
    pair.one.zero_()
