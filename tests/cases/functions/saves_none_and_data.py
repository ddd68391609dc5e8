import torch


class L(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, b=None):
        ctx.save_for_backward(x, w, b)
        out = x.mm(w.t())
        if b is not None:
            out += b.unsqueeze(0).expand_as(out)
        return out

    @staticmethod
    def backward(ctx, g):
        x, w, b = ctx.saved_tensors
        gx = gw = gb = None
        if ctx.needs_input_grad[0]:
            gx = g.mm(w)
        if ctx.needs_input_grad[1]:
            gw = g.t().mm(x)
        if b is not None and ctx.needs_input_grad[2]:
            gb = g.sum(0)
        return gx, gw, gb


w = torch.randn(2, 3, requires_grad=True)
b = torch.randn(2, requires_grad=True)
x = torch.randn(4, 3)
out = L.apply(x, w, b).sum()
x.zero_()  # expect: DET104
out.backward()
