# codes: DET1 DET3
import torch
from torch import nn

layer, plain = nn.Linear(3, 4), nn.Linear(3, 4, bias=False)
row = layer(torch.randn(5, 3))
row.detach_()
sequence = plain(torch.randn(2, 5, 3))
sequence.detach_()
turned = layer(torch.randn(5, 2, 3).transpose(0, 1))
turned.detach_()
print(row.sum() + sequence.sum() + turned.sum())
