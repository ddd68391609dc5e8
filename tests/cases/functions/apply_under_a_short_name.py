import torch
from torch import nn


class STE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        g = g.clone()
        g[x.abs() > 1] = 0
        return g


binarize = STE.apply
w = nn.Parameter(torch.randn(3))
x = torch.randn(3)
out = (binarize(w) * x).sum()
w.data.clamp_(-1, 1)  # expect: DET101
out.backward()
