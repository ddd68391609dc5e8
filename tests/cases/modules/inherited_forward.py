import torch
from torch import nn


class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x):
        return self.finish(self.layer(x).sigmoid())

    def finish(self, h):
        return h


class Rounded(Base):
    def finish(self, h):
        h.data.round_()  # expect: DET101
        return h


Rounded()(torch.randn(2, 3)).sum().backward()
