# codes: DET1 DET3
import torch
from torch import nn

cell, head = nn.LSTMCell(3, 4), nn.Linear(4, 1)
h, c = torch.zeros(2, 4), torch.zeros(2, 4)
total = 0.0
for step in range(3):
    h, c = cell(torch.randn(2, 3), (h, c))
    total = total + head(h).mean()
    c.data.mul_(torch.tensor([[1.0], [0.0]]))  # expect: DET121
total.backward()
