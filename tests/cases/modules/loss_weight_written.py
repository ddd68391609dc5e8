import torch
from torch import nn

torch.manual_seed(0)

w = torch.ones(3)
crit = nn.CrossEntropyLoss(weight=w)
x = torch.randn(2, 3, requires_grad=True)
l = crit(x * 1, torch.tensor([0, 1]))
w.zero_()  # expect: DET104
l.backward()
