import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
x = torch.randn(2, 3)
opt = torch.optim.LBFGS([*m.parameters(), *n.parameters()], lr=0.01, max_iter=2)


def closure():
    opt.zero_grad()
    loss = n(torch.tanh(m(x))).pow(2).sum()
    loss.backward()
    return loss


for i in range(2):
    opt.step(closure)
