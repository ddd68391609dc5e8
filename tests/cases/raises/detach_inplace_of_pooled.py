import torch
from torch import nn

pool = nn.AvgPool1d(2)
state = pool(torch.randn(2, 3, 6, requires_grad=True))
state.sum().backward()
state.detach_()  # expect: DET302
