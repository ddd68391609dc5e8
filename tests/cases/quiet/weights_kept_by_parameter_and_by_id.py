# codes: DET1 DET3
import torch
from torch import nn


class Perturbed:
    def __init__(self, model):
        self.model = model
        self.old = {}

    def __enter__(self):
        for p in self.model.parameters():
            self.old[p] = p.data.clone()
            p.data.mul_(1.5)

    def __exit__(self, *error):
        for p in self.model.parameters():
            p.data.copy_(self.old[p])


def shifted(model, x):
    kept = {}
    for p in model.parameters():
        kept[id(p)] = p.data.clone()
        p.data.add_(1)
    with torch.no_grad():
        out = model(x)
    for p in model.parameters():
        p.data.copy_(kept[id(p)])
    return out


model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
x = torch.randn(4, 2)
loss = model(x).pow(2).mean()
with Perturbed(model):
    print(model(x).sum().item())
print(shifted(model, x).sum().item())
loss.backward()
