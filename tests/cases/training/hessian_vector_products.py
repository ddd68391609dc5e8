# codes: DET1 DET3
# tensors: Hd d g p r
import torch
from torch import nn


def flat(tensors):
    return torch.cat([t.reshape(-1) for t in tensors])


def hvp(loss, params, v):
    grads = torch.autograd.grad(loss, params, create_graph=True)
    g = flat(grads)
    prod = (g * v).sum()
    return flat(torch.autograd.grad(prod, params, retain_graph=True))


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
params = list(model.parameters())
x, y = torch.randn(6, 3), torch.randn(6, 1)
for it in range(2):
    loss = (model(x) - y).pow(2).mean()
    n = sum(p.numel() for p in params)
    v = torch.ones(n)
    r = -flat(torch.autograd.grad(loss, params, retain_graph=True))
    d = r.clone()
    step = torch.zeros(n)
    for _ in range(2):
        Hd = hvp(loss, params, d) + 0.1 * d
        alpha = r.dot(r) / d.dot(Hd)
        step += alpha * d
        r_new = r - alpha * Hd
        beta = r_new.dot(r_new) / r.dot(r)
        d = r_new + beta * d
        r = r_new
    index = 0
    for p in params:
        k = p.numel()
        p.data += 0.01 * step[index : index + k].view_as(p)
        index += k
