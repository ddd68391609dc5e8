import torch


class Drop(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, grad_output):
        flat = grad_output.view(-1)
        flat[0] = 0.0  # expect: DET107
        return grad_output


a = torch.randn(3, requires_grad=True)
(Drop.apply(a) + a).mul(2.0).sum().backward()
