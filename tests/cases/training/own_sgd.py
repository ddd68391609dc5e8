# codes: DET1 DET3
# tensors: buf d_p err p pred x
import torch
from torch import nn
from torch.optim import Optimizer


class MySGD(Optimizer):
    def __init__(self, params, lr=0.1, momentum=0.9, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                d_p = p.grad.data
                if group["weight_decay"] != 0:
                    d_p.add_(p.data, alpha=group["weight_decay"])
                state = self.state[p]
                if "buf" not in state:
                    buf = state["buf"] = torch.clone(d_p).detach()
                else:
                    buf = state["buf"]
                    buf.mul_(group["momentum"]).add_(d_p)
                p.data.add_(buf, alpha=-group["lr"])
        return loss


torch.manual_seed(0)
layer = nn.Linear(4, 1)
opt = MySGD(layer.parameters(), weight_decay=1e-4)
data = [(torch.randn(3, 4), torch.randn(3, 1)) for _ in range(3)]
for x, y in data:
    pred = layer(x)
    err = pred - y
    loss = (err**2).sum()
    for p in layer.parameters():
        p.grad = None
    loss.backward()
    opt.step()
