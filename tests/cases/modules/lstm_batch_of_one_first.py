# codes: DET1 DET3
import torch
from torch import nn

lstm = nn.LSTM(3, 5, batch_first=True)
x = torch.randn(1, 4, 3)
out, _ = lstm(x)
x.data.zero_()  # expect: DET101
out.pow(2).mean().backward()
