import torch
from torch import nn

torch.manual_seed(0)

m = nn.RNN(3, 4, 2, batch_first=True)
out, h = m(torch.randn(5, 2, 3))
m.weight_ih_l1.data.zero_()  # expect: DET101
out.sum().backward()
