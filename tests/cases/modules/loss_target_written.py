import torch
from torch import nn

torch.manual_seed(0)

t = torch.randn(2, 3)
x = torch.randn(2, 3, requires_grad=True)
l = nn.MSELoss()(x * 1, t)
t.zero_()  # expect: DET104
l.backward()
