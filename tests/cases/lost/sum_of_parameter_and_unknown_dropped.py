import importlib

import torch
from torch import nn

unseen = getattr(importlib.import_module("torch"), "".join(["on", "es"]))


def shift(model, steps, rate):
    for p, step in zip(model.parameters(), steps):
        p.data.add(step, alpha=-rate)  # expect: DET124
        with torch.no_grad():
            p.sub(step, alpha=rate)  # expect: DET124
            p.sub_(step, alpha=rate)


model = nn.Linear(2, 1)
shift(model, [unseen(1, 2), unseen(1)], 0.1)
model(torch.ones(1, 2)).sum().backward()
