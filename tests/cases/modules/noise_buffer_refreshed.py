import torch
from torch import nn

net = nn.Linear(4, 2)
noise = torch.empty(3, 4)
noise.normal_()
loss = net(noise).pow(2).mean()
noise.data.normal_()  # expect: DET101
loss.backward()
