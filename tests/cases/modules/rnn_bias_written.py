# codes: DET1 DET3
import torch
from torch import nn

torch.manual_seed(0)

m = nn.RNN(3, 4)
out, h = m(torch.randn(5, 2, 3))
m.bias_ih_l0.data.zero_()
out.sum().backward()
