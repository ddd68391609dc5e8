import torch


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.neg_()  # expect: DET107


a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
(Reverse.apply(a) + b).mul(2.0).sum().backward()
