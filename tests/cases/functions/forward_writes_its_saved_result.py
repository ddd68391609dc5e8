import torch


class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        out = x.sigmoid()
        ctx.save_for_backward(out)
        return out

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved_tensors
        return grad * out * (1 - out)


a = torch.randn(3, requires_grad=True)
gate = Sigmoid.apply(a)
gate.data.round_()  # expect: DET101
gate.sum().backward()
