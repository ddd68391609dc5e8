import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
x = torch.randn(2, 3)
opt = torch.optim.LBFGS([*m.parameters(), *n.parameters()], lr=0.01, max_iter=4)
h = torch.tanh(m(x))


def closure():
    opt.zero_grad()
    loss = n(h).pow(2).sum()
    loss.backward(retain_graph=True)
    return loss


opt.step(closure)
