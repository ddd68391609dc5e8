import torch
from torch import nn

model = nn.Linear(3, 2)
first = torch.sigmoid(model(torch.randn(2, 3)))
second = torch.sigmoid(model(torch.randn(2, 3)))
second.detach().zero_()
first.sum().backward()
