import torch
from torch import nn

torch.manual_seed(0)


class MySGD(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, dict(lr=lr))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.add_(p.grad, alpha=-group["lr"])
        return loss


m = nn.Linear(3, 3)
opt = MySGD(m.parameters())
for i in range(3):
    opt.zero_grad()
    l = m(torch.randn(2, 3)).exp().sum()
    l.backward()
    opt.step()
