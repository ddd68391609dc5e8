import operator

import torch


def penalty(w):
    out = w.exp()
    operator.iadd(out, 1.0)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
