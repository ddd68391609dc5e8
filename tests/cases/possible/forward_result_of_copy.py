import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        gate = x.sigmoid()
        self.shown = gate.detach().clone()
        self.shown.round_()
        return gate


# for PyTorch only
a = torch.randn(3, requires_grad=True)
Gate()(a).sum().backward()
