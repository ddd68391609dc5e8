import torch
from torch import nn


def gated(w):
    out = torch.tanh(w)
    nn.Hardtanh(min_val=0.0, max_val=0.01, inplace=True)(out.data)  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
