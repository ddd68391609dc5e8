# codes: DET1 DET3
import torch
from torch import nn

net = nn.Linear(4, 1)
x = torch.randn(5, 4)
with torch.autocast("cpu", enabled=False):
    pred = net(x)
x.zero_()  # expect: DET104
pred.sum().backward()
