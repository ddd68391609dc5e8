# codes: DET1 DET3
import torch
from torch import nn

torch.manual_seed(0)


class MySGD(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        defaults = dict(lr=lr)
        super(MySGD, self).__init__(params, defaults)

    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                d_p = p.grad.data
                state = self.state[p]
                if "buf" not in state:
                    state["buf"] = torch.zeros_like(p.data)
                state["buf"].mul_(0.9).add_(d_p)
                p.data.add_(state["buf"], alpha=-group["lr"])  # expect: DET101


m = nn.Linear(3, 3)
n = nn.Linear(3, 1)
opt = MySGD([*m.parameters(), *n.parameters()])
l = n(torch.tanh(m(torch.randn(2, 3)))).sum()
l.backward(retain_graph=True)
opt.step()
l.backward()
