import torch
from torch import nn


def reset(module: nn.Module) -> None:
    if isinstance(module, nn.modules.batchnorm._BatchNorm):
        module.running_mean.zero_()  # expect: DET104


def shrink(module: nn.Module) -> None:
    if isinstance(module, nn.modules.conv._ConvNd):
        module.weight.data.mul_(0.5)  # expect: DET101


net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Conv2d(2, 2, 3))
x = torch.randn(2, 1, 8, 8)
loss = net(x).pow(2).sum()
net.apply(shrink)
loss.backward()
loss = net(x).pow(2).sum()
net.apply(reset)
loss.backward()
