import torch
from contextlib import ExitStack

weight = torch.randn(4, requires_grad=True)
gate = weight.sigmoid()
with ExitStack() as stack:  # expect: DET101
    stack.callback(gate.data.clamp_, min=0.2)
    loss = gate.sum()
loss.backward()
