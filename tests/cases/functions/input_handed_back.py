import torch


class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 2


a = torch.randn(3, requires_grad=True)
h = a.exp()
y = F.apply(h)
y.data.zero_()  # expect: DET101
y.sum().backward()
