import math

import torch
from torch import nn

head = nn.Conv2d(3, 6, 1)
bias = head.bias.view(2, -1)
bias.data[:, 0] += math.log(0.1)  # expect: DET202
head(torch.randn(1, 3, 2, 2)).sum().backward()
