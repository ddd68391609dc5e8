import torch


class Meter:
    def __init__(self):
        self.total = 0.0

    def add_(self, value):
        self.total += value
        return self


w = torch.ones(3, requires_grad=True)
p = w.sigmoid()
meter = Meter()
meter.add_(p.detach().sum().item())
p.sum().backward()
