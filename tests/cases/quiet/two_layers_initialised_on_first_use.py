# codes: DET1 DET3
import torch
from torch import nn


class ActNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.loc = nn.Parameter(torch.zeros(1, width))
        self.scale = nn.Parameter(torch.ones(1, width))
        self.register_buffer("ready", torch.tensor(0))

    def initialize(self, x):
        with torch.no_grad():
            self.loc.data.copy_(-x.mean(0, keepdim=True))
            self.scale.data.copy_(1 / (x.std(0, keepdim=True) + 1e-6))

    def forward(self, x):
        if self.ready.item() == 0:
            self.initialize(x)
            self.ready.fill_(1)
        return self.scale * (x + self.loc), self.scale.abs().log().sum()


layers = nn.ModuleList([ActNorm(3), nn.Linear(3, 3), ActNorm(3)])
for _ in range(2):
    x = torch.randn(8, 3)
    volume = 0
    for layer in layers:
        if isinstance(layer, ActNorm):
            x, more = layer(x)
            volume = volume + more
        else:
            x = layer(x)
    (x.pow(2).mean() - volume).backward()
