from itertools import islice

import torch


def filled(source, out):
    for x in source:
        torch.sub(x, 0.5, out=out)
        yield out


weight = torch.randn(3, requires_grad=True)
batches = [torch.randn(3) for _ in range(3)]
stream = filled(batches, torch.empty(3))
for batch in stream:
    (weight * batch).sum().backward()
for batch in islice(filled(batches, torch.empty(3)), 2):
    (weight * batch).sum().backward()
one, other = filled(batches, torch.empty(3)), filled(batches, torch.empty(3))
for a, b in zip(one, other):
    (weight * a * b).sum().backward()
