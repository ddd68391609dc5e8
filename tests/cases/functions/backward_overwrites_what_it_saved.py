import torch


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return x.mul_(2) * gradient  # expect: DET104


a = torch.ones(3, requires_grad=True)
h = a.exp()
Square.apply(h).sum().backward()
