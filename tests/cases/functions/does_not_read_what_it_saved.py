import torch


class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        ctx.given = x
        ctx.scale = 2.0
        return x.round()

    @staticmethod
    def backward(ctx, g):
        return g * ctx.scale


w = torch.randn(3, requires_grad=True)
h = w * 1
y = Round.apply(h)
h.data.mul_(0.5)  # expect: DET121
y.sum().backward()

h = w * 1
y = Round.apply(h)
with torch.no_grad():
    h.mul_(0.5)  # expect: DET121
y.sum().backward()
