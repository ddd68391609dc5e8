import torch
import torch.nn.functional as F
from torch import nn

layer = nn.Conv1d(2, 2, 3)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
signal = torch.randn(1, 2, 8, requires_grad=True)
full = layer.weight.data.clone()  # expect: DET201
layer.weight.data.sign_()  # expect: DET202
loss = layer(signal).pow(2).mean()
layer.weight.data.copy_(full)  # expect: DET101
loss.backward()
optimizer.step()
