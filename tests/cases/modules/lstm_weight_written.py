import torch
from torch import nn

torch.manual_seed(0)

m = nn.LSTM(3, 4)
x = torch.randn(5, 2, 3)
out, _ = m(x)
with torch.no_grad():
    m.weight_hh_l0.mul_(0.5)  # expect: DET104
out.sum().backward()
