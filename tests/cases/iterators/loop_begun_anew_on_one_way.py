# codes: DET1
import torch


def cycle(loader):
    while True:
        for batch in loader:
            yield batch


def train(luck):
    w = torch.ones(2, requires_grad=True)
    batches = cycle([w * 2])
    next(batches)
    if luck > 0.5:
        next(batches)
    out = next(batches).sigmoid()
    out.data.zero_()  # expect: DET101
    out.sum().backward()
    return w.grad


train(torch.rand(1).item())
