import torch
from contextlib import ExitStack

weight = torch.randn(4, requires_grad=True)
with ExitStack() as stack:
    stack.enter_context(torch.no_grad())
    stack.enter_context(torch.enable_grad())
    out = weight.exp()
out.detach().mul_(2)  # expect: DET102
out.sum().backward()
