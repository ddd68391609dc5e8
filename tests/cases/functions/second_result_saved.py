import torch


class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        s = x.sigmoid()
        ctx.save_for_backward(s, w)
        return s * w, s

    @staticmethod
    def backward(ctx, g, gs):
        s, w = ctx.saved_tensors
        return g * w * s * (1 - s), g * s


a = torch.randn(3, requires_grad=True)
w = torch.randn(3, requires_grad=True)
y, s = F.apply(a, w)
s.detach().zero_()  # expect: DET102
y.sum().backward()
