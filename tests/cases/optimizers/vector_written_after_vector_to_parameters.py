import torch
from torch import nn

net = nn.Conv1d(1, 1, 3)
x = torch.randn(1, 1, 6, requires_grad=True)
flat = torch.ones(4)
nn.utils.vector_to_parameters(flat, net.parameters())
loss = net(x).sum()
flat.zero_()  # expect: DET101
loss.backward()
