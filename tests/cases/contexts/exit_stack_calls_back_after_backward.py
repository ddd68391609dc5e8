import torch
from contextlib import ExitStack

weight = torch.randn(4, requires_grad=True)
gate = weight.sigmoid()
with ExitStack() as stack:
    stack.callback(gate.detach().clamp_, min=0.2)
    gate.sum().backward()
