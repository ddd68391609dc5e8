import torch


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g.new_ones(x.shape) * 2 * g


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(x, weight)
        return x * weight

    @staticmethod
    def backward(ctx, g):
        x, weight = ctx.saved_tensors
        grad_x = grad_weight = None
        if ctx.needs_input_grad[0]:
            grad_x = g * weight
        if ctx.needs_input_grad[1]:
            grad_weight = g * x
        return grad_x, grad_weight


w = torch.randn(3, requires_grad=True)
h = w * 1
y = Doubled.apply(h)
h.data.mul_(0.5)  # expect: DET121
y.sum().backward()

h = w * 1
y = Doubled.apply(h)
h.detach().mul_(0.5)  # expect: DET102
try:
    y.sum().backward()
except RuntimeError:
    pass

frozen = torch.randn(3)
h = w * 1
y = Product.apply(h, frozen)
h.data.mul_(0.5)  # expect: DET121
y.sum().backward()

y = Product.apply(w * 1, frozen)
frozen.data.mul_(0.5)  # expect: DET101
y.sum().backward()

v = torch.randn(3, requires_grad=True)
h = w * 1
y = Product.apply(h, v)
h.data.mul_(0.5)  # expect: DET101
y.sum().backward()
