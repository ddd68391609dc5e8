# codes: DET1 DET3
# tensors: amplitude pred x y
import copy

import torch
from torch import nn


def inner_loop(model, task, steps=3, lr=0.1):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        x, y = task()
        opt.zero_grad()
        pred = model(x)
        loss = (pred - y).pow(2).mean()
        loss.backward()
        opt.step()
    return model


def make_task():
    amplitude = torch.rand(1) * 4

    def sample():
        x = torch.rand(6, 1) * 3
        return x, amplitude * torch.sin(x)

    return sample


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
for it in range(2):
    weights_before = copy.deepcopy(model.state_dict())
    inner_loop(model, make_task())
    weights_after = model.state_dict()
    outer = 0.5
    model.load_state_dict(
        {
            name: weights_before[name] + (weights_after[name] - weights_before[name]) * outer
            for name in weights_before
        }
    )
