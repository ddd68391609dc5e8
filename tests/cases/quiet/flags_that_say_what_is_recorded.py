import torch
from torch import nn


class Running(nn.Module):
    def __init__(self, update=True):
        super().__init__()
        self.register_buffer("mean", torch.ones(3))
        self.update_it = update

    def update(self, inplace):
        if inplace and self.update_it:
            self.mean.mul_(0.9)
        else:
            self.mean = self.mean * 0.9

    def by_an_argument(self, x):
        y = x * self.mean
        self.update(inplace=not x.requires_grad)
        return y

    def by_an_answer(self, x):
        inplace = False if x.requires_grad else True
        y = x * self.mean
        self.update(inplace)
        return y

    def by_a_branch(self, x):
        if x.requires_grad:
            inplace = False
        else:
            inplace = True
        y = x * self.mean
        self.update(inplace)
        return y

    def by_mode_and_input(self, x):
        needed = torch.is_grad_enabled() and x.requires_grad
        y = x * self.mean
        if not needed:
            self.mean.mul_(0.9)
        return y

    def by_any(self, x):
        needed = any(each.requires_grad for each in (x, self.mean))
        y = x * self.mean
        self.update(not needed)
        return y


net = Running()
for w in (torch.randn(3, requires_grad=True), torch.randn(3)):
    for way in (net.by_an_argument, net.by_an_answer, net.by_a_branch, net.by_mode_and_input, net.by_any):
        out = way(w)
        if out.requires_grad:
            out.sum().backward()
        with torch.no_grad():
            way(w)
