import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Buffer(torch.ones(3))
        self.weight = nn.Parameter(torch.ones(3))


net = Net()
loss = (net.weight * net.scale).sum()
for buffer in net.buffers():
    buffer.data.zero_()  # expect: DET101
loss.backward()
