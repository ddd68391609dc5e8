import operator

import torch


def gated(w):
    out = torch.tanh(w)
    operator.iadd(out.data, 1.0)  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
