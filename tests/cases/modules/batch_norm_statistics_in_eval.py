import torch
from torch import nn

torch.manual_seed(0)

m = nn.BatchNorm1d(3).eval()
x = torch.randn(4, 3, requires_grad=True)
y = m(x).sum()
m.running_var.data.fill_(4)  # expect: DET101
y.backward()
