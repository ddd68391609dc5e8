# codes: DET1
import torch
from torch import nn

layers = nn.ModuleList()
w = torch.ones(3, requires_grad=True)
y = w.exp()
if not layers:
    y.data.zero_()  # expect: DET101
y.sum().backward()

y = w.exp()
if layers:
    y.data.zero_()
y.sum().backward()
