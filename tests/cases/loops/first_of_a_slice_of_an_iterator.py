from itertools import cycle, islice, pairwise

import torch
from torch import nn

encode, decode = nn.Linear(3, 2), nn.Linear(2, 3)
x = torch.randn(4, 3)
loss = torch.tanh(decode(torch.tanh(encode(x)))).pow(2).mean()
for parameter, scale in islice(zip([encode.bias, decode.weight], cycle([0.9, 1.1])), 1):
    parameter.data.mul_(scale)  # expect: DET202
loss.backward()
loss = torch.tanh(decode(torch.tanh(encode(x)))).pow(2).mean()
for first, second in pairwise([encode.bias, decode.weight]):
    second.data.mul_(0.5)  # expect: DET101
loss.backward()
