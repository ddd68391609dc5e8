import torch
from torch import nn

conv = nn.Conv1d(2, 2, 3)
signal = torch.randn(1, 2, 8)
features = conv(signal)
signal.data.normal_()  # expect: DET101
features.pow(2).sum().backward()
