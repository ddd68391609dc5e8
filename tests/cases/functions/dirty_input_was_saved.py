import torch


class Inc(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x.add_(1)  # expect: DET104
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, g):
        return g


a = torch.randn(3, requires_grad=True)
h = a.exp()
out = Inc.apply(h)  # expect: DET104
out.sum().backward()
