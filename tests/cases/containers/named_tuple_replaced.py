# codes: DET1
from collections import namedtuple
from typing import NamedTuple

import torch


class Carry(NamedTuple):
    w: torch.Tensor
    t: int = 0


class Pair(namedtuple("Pair", "w v")):
    pass


Named = NamedTuple("Named", [("w", torch.Tensor), ("t", int)])
p = torch.randn(3, requires_grad=True)

c = Carry(torch.ones(3))
y = p * c.w
c = c._replace(t=c.t + 1)
c.w.data.mul_(2)  # expect: DET101
y.sum().backward()

w, t = Carry(w=torch.ones(3))
y = p * w
Carry._make([w, t])._asdict()["w"].data.mul_(2)  # expect: DET101
y.sum().backward()

pair = Pair(torch.ones(3), torch.ones(3))
y = p * pair.w
pair.v.data.mul_(2)
pair._replace(v=1)[0].data.mul_(2)  # expect: DET101
y.sum().backward()

named = Named._make((torch.ones(3), 0))
y = p * named.w
named._replace(t=1).w.data.mul_(2)  # expect: DET101
y.sum().backward()

named = named._replace(w=torch.ones(3))
y = p * c.w
named.w.data.mul_(2)
y.sum().backward()
