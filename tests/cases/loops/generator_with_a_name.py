from itertools import chain, islice

import torch


def filled(source, out):
    for x in source:
        torch.sub(x, 0.5, out=out)  # expect: DET104
        yield out


weight = torch.randn(3, requires_grad=True)
batches = [torch.randn(3) for _ in range(3)]
stream = filled(batches, torch.empty(3))
losses = []
for step, batch in enumerate(islice(chain(stream), 2)):
    losses.append((weight * batch).sum())
sum(losses).backward()
