import torch


class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 2
        m = x.abs()
        ctx.mark_non_differentiable(m)
        return y, m

    @staticmethod
    def backward(ctx, g, _):
        return g * 2


a = torch.randn(3, requires_grad=True)
y, m = F.apply(a)
m.sum().backward()  # expect: DET301
