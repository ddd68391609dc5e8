import operator

import torch


def gated(w):
    out = torch.tanh(w)
    operator.iadd(out.detach(), 1.0)  # expect: DET102
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
