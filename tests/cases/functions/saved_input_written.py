import torch


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return 2 * grad * x


a = torch.randn(3, requires_grad=True)
h = a * 1.0
out = Square.apply(h).sum()
h.detach().zero_()  # expect: DET102
out.backward()
