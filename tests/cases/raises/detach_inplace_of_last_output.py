import torch
from torch import nn

rnn = nn.RNN(2, 3)
out, _ = rnn(torch.randn(4, 1, 2))
out[-1].detach_()  # expect: DET302
