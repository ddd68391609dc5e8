# codes: DET1 DET3
# tensors: fast pred slow x
import torch
from torch import nn
from collections import defaultdict


class Lookahead:
    def __init__(self, optimizer, k=2, alpha=0.5):
        self.optimizer = optimizer
        self.k, self.alpha = k, alpha
        self.param_groups = optimizer.param_groups
        self.state = defaultdict(dict)
        for group in self.param_groups:
            group["counter"] = 0

    def update(self, group):
        for fast in group["params"]:
            param_state = self.state[fast]
            if "slow" not in param_state:
                param_state["slow"] = torch.zeros_like(fast.data)
                param_state["slow"].copy_(fast.data)
            slow = param_state["slow"]
            slow += (fast.data - slow) * self.alpha
            fast.data.copy_(slow)

    def zero_grad(self):
        self.optimizer.zero_grad()

    def step(self, closure=None):
        loss = self.optimizer.step(closure)
        for group in self.param_groups:
            if group["counter"] == 0:
                self.update(group)
            group["counter"] = (group["counter"] + 1) % self.k
        return loss


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 5), nn.Sigmoid(), nn.Linear(5, 1))
opt = Lookahead(torch.optim.Adam(model.parameters(), lr=1e-2))
for step in range(3):
    x = torch.randn(6, 3)
    pred = model(x)
    loss = (pred - x.sum(1, keepdim=True)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
