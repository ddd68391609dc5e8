import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.modules.batchnorm import _BatchNorm


def grouped(x, running_mean=None, running_var=None, training=True):
    groups = x.size(0)
    if running_mean is not None:
        kept_mean = running_mean
        running_mean = kept_mean.repeat(groups)
    if running_var is not None:
        kept_var = running_var
        running_var = kept_var.repeat(groups)
    out = F.batch_norm(x.flatten(0, 1)[None], running_mean, running_var, training=training)
    if running_mean is not None:
        kept_mean.copy_(running_mean.view(groups, -1).mean(0))
    if running_var is not None:
        kept_var.copy_(running_var.view(groups, -1).mean(0))
    return out


class Grouped(_BatchNorm):
    def forward(self, x):
        return grouped(x, self.running_mean, self.running_var, self.training)


# for PyTorch only
grouped_norm = Grouped(3).eval()
grouped_norm(torch.ones(2, 3, 4, requires_grad=True) * 2).sum().backward()
