import torch
from torch import nn

torch.manual_seed(0)

m = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
seen = []


def hook(mod, gi, go):
    seen.append(go[0])
    m[2].weight.data.zero_()  # expect: DET101


m[1].register_full_backward_hook(hook)
l = m(torch.randn(2, 3)).sum()
l.backward(retain_graph=True)
l.backward()
