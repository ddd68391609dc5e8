import torch
from torch import nn


class GRL(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lam):
        ctx.lam = lam
        return x.view_as(x)

    @staticmethod
    def backward(ctx, g):
        return g.neg() * ctx.lam, None


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(3, 3)
        self.l2 = nn.Linear(3, 1)

    def forward(self, x):
        return self.l2(GRL.apply(torch.tanh(self.l1(x)), 0.5))


m = M()
opt = torch.optim.SGD(m.parameters(), lr=0.1)
loss = m(torch.randn(2, 3)).sum()
loss.backward()
opt.step()
