import torch
from torch import nn

torch.manual_seed(0)


class MySGD(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.add_(p.grad, alpha=-group["lr"])  # expect: DET104


m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = MySGD([*m.parameters(), *n.parameters()])
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
opt.step()
l.backward()
