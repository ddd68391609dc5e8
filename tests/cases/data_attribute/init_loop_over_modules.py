import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
for module in net.modules():
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight.data)  # expect: DET202
    elif isinstance(module, nn.BatchNorm2d):
        module.weight.data.fill_(1)  # expect: DET202
        module.bias.data.zero_()  # expect: DET202
