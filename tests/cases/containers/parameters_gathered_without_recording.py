import torch
from torch import nn


class Curvature(torch.optim.Optimizer):
    def __init__(self, params, samples=2):
        super().__init__(params, {"lr": 0.1})
        self.samples = samples
        for p in self.chosen():
            p.curvature = 0.0

    def chosen(self):
        return (p for group in self.param_groups for p in group["params"] if p.requires_grad)

    @torch.no_grad()
    def estimate(self):
        params = []
        for p in filter(lambda p: p.grad is not None, self.chosen()):
            if isinstance(p.curvature, float):
                params.append(p)
        if len(params) == 0:
            return
        if params[0].device.type != "cpu":
            print("slow")
        grads = [p.grad for p in params]
        for i in range(self.samples):
            signs = [torch.randint(0, 2, p.size()) * 2.0 - 1.0 for p in params]
            found = torch.autograd.grad(grads, params, signs, retain_graph=i < self.samples - 1)
            for product, sign, p in zip(found, signs, params):
                p.curvature += product * sign

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        self.estimate()
        return loss


# for PyTorch only
net = nn.Linear(3, 1)
optimizer = Curvature(net.parameters())
net(torch.ones(2, 3)).pow(3).sum().backward(create_graph=True)
optimizer.step()
