import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        gate = x.sigmoid()
        gate.data.clamp_(max=0.6)  # expect: DET111
        return gate


# for PyTorch only
a = torch.randn(3, requires_grad=True)
Gate()(a).sum().backward()
