import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return x.sigmoid()


class HardGate(Gate):
    def forward(self, x):
        gate = super().forward(x)
        gate.detach().round_()  # expect: DET102
        return gate


a = torch.randn(3, requires_grad=True)
HardGate()(a).sum().backward()
