# codes: DET1 DET3
# tensors: o online p pred t view1 view2 wanted
import copy
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class State:
    online: nn.Module
    predictor: nn.Module
    target: nn.Module = None
    tau: float = 0.99
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.target = copy.deepcopy(self.online)


@contextmanager
def frozen(module):
    flags = [p.requires_grad for p in module.parameters()]
    for p in module.parameters():
        p.requires_grad_(False)
    try:
        yield module
    finally:
        for p, flag in zip(module.parameters(), flags):
            p.requires_grad_(flag)


def regression(p, z):
    p = F.normalize(p, dim=-1)
    z = F.normalize(z, dim=-1)
    return 2 - 2 * (p * z).sum(dim=-1)


def train_step(state, optimizer, batch):
    view1, view2 = batch
    online = state.online(view1)
    pred = state.predictor(online)
    with frozen(state.target) as target:
        wanted = target(view2)
    loss = regression(pred, wanted.detach()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for o, t in zip(state.online.parameters(), state.target.parameters()):
            t.mul_(state.tau).add_(o, alpha=1 - state.tau)
    state.history.append(loss.detach())
    return loss.item()


torch.manual_seed(3)
state = State(nn.Linear(4, 6), nn.Sequential(nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 6)))
optimizer = torch.optim.SGD([*state.online.parameters(), *state.predictor.parameters()], lr=0.05)
for i in range(3):
    x = torch.randn(8, 4)
    train_step(state, optimizer, (x + 0.1, x - 0.1))
print(torch.stack(state.history).mean())
