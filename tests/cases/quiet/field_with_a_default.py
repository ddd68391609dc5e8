from dataclasses import dataclass, field

import torch
from torch import nn


@dataclass
class Noise:
    n: int = 3
    train: bool = field(default=False)
    parts: list = field(default_factory=list)

    def make(self):
        w = torch.empty(self.n, requires_grad=self.train)
        return w.normal_()

    def total(self):
        return torch.stack(self.parts).sum().backward()


@dataclass
class Plain:
    train: bool = True

    def make(self):
        w = torch.empty(3, requires_grad=self.train)
        return w.normal_()


class Constant(nn.Module):
    train_it = True

    def make(self):
        w = torch.empty(3, requires_grad=self.train_it)
        return w.normal_()  # expect: DET306


# for PyTorch only
Noise().make()
Noise(parts=[torch.ones(2, requires_grad=True)]).total()
Plain(train=False).make()
Constant().make()
