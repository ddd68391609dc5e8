# codes: DET1 DET3
# tensors: a b1 b2 h p pred w1 w2 x xq
import torch
import torch.nn.functional as F

torch.manual_seed(0)


def net(x, params):
    w1, b1, w2, b2 = params
    h = F.linear(x, w1, b1)
    h = torch.tanh(h)
    return F.linear(h, w2, b2)


def init():
    shapes = [(8, 1), (8,), (1, 8), (1,)]
    params = [torch.randn(s) * 0.3 for s in shapes]
    for p in params:
        p.requires_grad_()
    return params


def adapt(params, x, y, lr=0.1, steps=2, create_graph=True):
    fast = list(params)
    for _ in range(steps):
        loss = F.mse_loss(net(x, fast), y)
        grads = torch.autograd.grad(loss, fast, create_graph=create_graph)
        fast = [p - lr * g for p, g in zip(fast, grads)]
    return fast


params = init()
meta_opt = torch.optim.Adam(params, lr=1e-2)
for it in range(2):
    meta_loss = 0.0
    for task in range(2):
        a = torch.rand(1)
        xs, xq = torch.randn(5, 1), torch.randn(5, 1)
        ys, yq = a * xs, a * xq
        fast = adapt(params, xs, ys)
        pred = net(xq, fast)
        meta_loss = meta_loss + F.mse_loss(pred, yq)
    meta_opt.zero_grad()
    meta_loss.backward()
    meta_opt.step()
