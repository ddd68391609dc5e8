# codes: DET1 DET3
# tensors: a b ld log_det out prior s t x z
import math

import torch
import torch.nn as nn


class Coupling(nn.Module):
    def __init__(self, dim=4, flip=False):
        super().__init__()
        self.flip = flip
        self.net = nn.Sequential(nn.Linear(dim // 2, 8), nn.ReLU(), nn.Linear(8, dim))

    def forward(self, x):
        a, b = x.chunk(2, dim=1)
        if self.flip:
            a, b = b, a
        s, t = self.net(a).chunk(2, dim=1)
        s = torch.tanh(s)
        b = b * torch.exp(s) + t
        log_det = s.sum(dim=1)
        out = torch.cat([b, a] if self.flip else [a, b], dim=1)
        return out, log_det


class Flow(nn.Module):
    def __init__(self, layers=3):
        super().__init__()
        self.layers = nn.ModuleList(Coupling(flip=bool(i % 2)) for i in range(layers))

    def forward(self, x):
        log_det = torch.zeros(x.size(0))
        for layer in self.layers:
            x, ld = layer(x)
            log_det += ld
        return x, log_det


torch.manual_seed(0)
flow = Flow()
opt = torch.optim.Adam(flow.parameters(), lr=1e-3)
for _ in range(2):
    x = torch.randn(5, 4)
    z, log_det = flow(x)
    prior = -0.5 * (z.pow(2) + math.log(2 * math.pi)).sum(1)
    nll = -(prior + log_det).mean()
    opt.zero_grad()
    nll.backward()
    opt.step()
