import torch
from torch import nn


class Probe(nn.Module):
    def forward(self, x):
        out = x.tanh()
        numbers = out.detach().numpy()
        numbers *= 2  # expect: DET113
        return out


# for PyTorch only
a = torch.randn(3, requires_grad=True)
Probe()(a).sum().backward()
