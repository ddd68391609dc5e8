import torch
from torch import nn

torch.manual_seed(0)

m = nn.PReLU()
x = torch.randn(3, requires_grad=True)
y = m(x * 1).sum()
m.weight.data.fill_(0.1)  # expect: DET101
y.backward()
