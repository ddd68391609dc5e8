# codes: DET1
import torch
from torch import nn

rnn = nn.LSTM(3, 4)
matrices = [p for p in rnn.parameters() if p.ndim == 2]
out, _ = rnn(torch.randn(5, 2, 3))
matrices[1].data.mul_(0.9)  # expect: DET101
out.sum().backward()
