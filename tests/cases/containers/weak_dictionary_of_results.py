import weakref

import torch
from torch import nn

results = weakref.WeakKeyDictionary()


def result_of(module, x):
    if module not in results:
        results[module] = module(x).detach()
    return results[module]


layer, x = nn.Linear(3, 3), torch.randn(4, 3)
out = layer(x).tanh() * result_of(layer, x)
result_of(layer, x).mul_(0.5)  # expect: DET114
out.mean().backward()
