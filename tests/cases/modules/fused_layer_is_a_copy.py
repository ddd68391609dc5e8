import torch
from torch import nn

conv, norm = nn.Conv2d(1, 2, 3).eval(), nn.BatchNorm2d(2).eval()
fused = nn.utils.fuse_conv_bn_eval(conv, norm)
x = torch.randn(1, 1, 5, 5, requires_grad=True)
y = fused(x)
conv.weight.data.zero_()  # expect: DET202
y.sum().backward()
