# codes: DET1
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))
linear = [layer for layer in net if hasattr(layer, "in_features")]
weighted = [layer for layer in net.modules() if getattr(layer, "weight", None) is not None]
loss = net(torch.randn(2, 3)).sum()
linear[1].weight.data.mul_(0.9)  # expect: DET101
loss.backward()

loss = net(torch.randn(2, 3)).sum()
weighted[1].weight.data.mul_(0.9)  # expect: DET101
loss.backward()
