import torch


class F(torch.autograd.Function):
    @staticmethod
    def forward(x, k):
        return x * k

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, k = inputs
        ctx.save_for_backward(x)
        ctx.k = k

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * x, None


a = torch.randn(3, requires_grad=True)
h = a * 1.0
out = F.apply(h, 2.0)
h.mul_(2)  # expect: DET104
out.sum().backward()
