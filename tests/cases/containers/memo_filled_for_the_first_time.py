import torch
from torch import nn

results = {}


def result_of(module, x):
    if module not in results:
        results[module] = module(x).exp()
    return results[module]


layer, x = nn.Linear(3, 3), torch.randn(4, 3)
first = result_of(layer, x)
first.detach().mul_(0.5)  # expect: DET102
first.mean().backward()
