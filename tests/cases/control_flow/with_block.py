import contextlib

import torch


@contextlib.contextmanager
def frozen(parameter):
    saved = parameter.detach().clone()
    try:
        yield parameter
    finally:
        with torch.no_grad():
            parameter.copy_(saved)  # expect: DET104


w = torch.randn(3, requires_grad=True)
with frozen(w):
    loss = w.pow(2).sum()
loss.backward()
