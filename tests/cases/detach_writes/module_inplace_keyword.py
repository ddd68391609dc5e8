import torch
from torch import nn

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
nn.Hardtanh(min_val=0.0, max_val=0.01, inplace=True)(shown)  # expect: DET102
gate.sum().backward()
