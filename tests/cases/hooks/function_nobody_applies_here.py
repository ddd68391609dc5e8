import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        grad_output *= ctx.factor  # expect: DET107
        return grad_output, None


# for PyTorch only
a = torch.randn(3, requires_grad=True)
(Scale.apply(a, 10.0) + a).mul(2.0).sum().backward()
