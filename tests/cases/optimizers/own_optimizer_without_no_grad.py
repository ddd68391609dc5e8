import torch
from torch import nn

torch.manual_seed(0)


class MySGD(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, dict(lr=lr))

    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.add_(p.grad, alpha=-group["lr"])  # expect: DET306


m = nn.Linear(3, 3)
opt = MySGD(m.parameters())
m(torch.randn(2, 3)).exp().sum().backward()
opt.step()
