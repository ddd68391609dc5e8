import torch
from torch import nn

first, second = nn.Linear(3, 4), nn.Linear(4, 2)
h = first(torch.randn(2, 5, 3))
h += 1
h.relu_()
out = second(h)
out *= 2
h.detach().zero_()  # expect: DET102
out.sum().backward()
