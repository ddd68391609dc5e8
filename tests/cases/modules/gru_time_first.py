# codes: DET1 DET3
import torch
from torch import nn

rnn, head = nn.GRU(3, 5), nn.Linear(5, 1)
x = torch.randn(4, 2, 3)
out, _ = rnn(x)
loss = head(out).pow(2).mean()
x.data.zero_()  # expect: DET101
out.data.zero_()  # expect: DET101
loss.backward()
