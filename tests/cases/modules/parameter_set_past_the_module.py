# codes: DET1
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        object.__setattr__(self, "hidden", nn.Parameter(torch.ones(3)))  # nobody registers it
        self.__dict__["kept"] = nn.Parameter(torch.ones(3))
        self.weight = nn.Parameter(torch.ones(3))


net = Net()
out = (net.hidden * net.hidden + net.kept * net.kept).sum()
for p in net.parameters():
    p.data.mul_(2)
out.backward()

out = (net.weight * net.weight).sum()
for p in net.parameters():
    p.data.mul_(2)  # expect: DET101
out.backward()
