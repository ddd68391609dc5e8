import torch
from torch import nn

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
nn.init.constant_(shown, 3.0)  # expect: DET101
gate.sum().backward()
