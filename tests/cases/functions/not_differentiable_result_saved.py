import torch


class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 2
        m = x > 0
        ctx.mark_non_differentiable(m)
        ctx.save_for_backward(m)
        return y, m

    @staticmethod
    def backward(ctx, g, _):
        (m,) = ctx.saved_tensors
        return g * m


a = torch.randn(3, requires_grad=True)
y, m = F.apply(a)
m.fill_(False)  # expect: DET104
y.sum().backward()
