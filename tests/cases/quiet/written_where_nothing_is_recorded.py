import torch
import torch.nn.functional as F
from torch import nn


class Scale(nn.Module):
    def forward(self, x):
        y = x.sigmoid()
        if not y.requires_grad:
            y.mul_(2.0)
        else:
            y = y * 2.0
        return y

    def by_flag(self, x):
        y = x.sigmoid()
        fixed = not y.requires_grad
        if fixed:
            y.mul_(2.0)
        return F.relu(y, inplace=not y.requires_grad)

    def by_mode(self, x):
        y = x.sigmoid()
        if not torch.is_grad_enabled():
            y.mul_(2.0)
        return y

    def by_mode_and_more(self, x):
        y = x.sigmoid()
        if self.training and not torch.is_grad_enabled():
            y.mul_(2.0)
        return y

    def by_input(self, x):
        y = x.sigmoid()
        y.mul_(2.0) if x.requires_grad is False else None
        return y

    def by_history(self, x):
        y = x.sigmoid()
        if y.grad_fn is None and y.is_leaf:
            y.mul_(2.0)
        return y


scale = Scale()
for w in (torch.randn(3, requires_grad=True), torch.randn(3)):
    for way in (scale, scale.by_flag, scale.by_mode, scale.by_mode_and_more, scale.by_input, scale.by_history):
        out = way(w)
        if out.requires_grad:
            out.sum().backward()
        with torch.no_grad():
            way(w)
