import torch
from torch import nn

torch.manual_seed(0)

m = nn.LSTMCell(3, 4)
h, c = torch.zeros(2, 4), torch.zeros(2, 4)
tot = 0
for i in range(3):
    h, c = m(torch.randn(2, 3), (h, c))
    tot = tot + h.sum()
    c.detach().mul_(0.9)  # expect: DET121
tot.backward()
