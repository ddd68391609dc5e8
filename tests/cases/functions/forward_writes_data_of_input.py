import torch


class Inc(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x.data.add_(1)  # expect: DET101
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2


a = torch.randn(3, requires_grad=True)
h = a.exp()
out = Inc.apply(h)
out.sum().backward()
