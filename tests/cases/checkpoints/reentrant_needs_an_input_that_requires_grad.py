import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

layer = nn.Linear(3, 3)
x = torch.randn(2, 3)
out = checkpoint(layer, x, use_reentrant=True)
out.sum().backward()  # expect: DET301
