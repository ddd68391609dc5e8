import torch
from torch import nn


def penalty(w):
    out = w.exp()
    nn.Hardtanh(min_val=0.0, max_val=0.01, inplace=True)(out)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
