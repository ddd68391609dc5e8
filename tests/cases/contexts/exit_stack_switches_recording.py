import torch
from contextlib import ExitStack

weight = torch.randn(4, requires_grad=True)
with ExitStack() as stack:
    stack.enter_context(torch.no_grad())
    weight.add_(1)
    scaled = weight.exp()
scaled.mul_(2)
(weight * 2).sum().backward()
