from abc import abstractmethod

import torch
import torch.nn.functional as F
from torch import nn


class Scaler(nn.Module):
    def fit(self, x, y):
        F.mse_loss(self.scale(x), y.detach()).backward()

    def fit_shift(self, x):
        (torch.ones(3) * self.shift(x)).sum().backward()

    def fit_turn(self, x):
        torch.stack([self.turn(x), torch.ones(3)]).sum().backward()

    def fit_offset(self):
        torch.add(torch.ones(3), self.offset).sum().backward()

    def scale(self, x):
        """What descendants do."""

    @abstractmethod
    def shift(self, x): ...

    @staticmethod
    def turn(x):
        pass

    @property
    def offset(self):
        """A tensor."""


# for PyTorch only
class Affine(Scaler):
    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.ones(3))

    def scale(self, x):
        return x * self.factor

    shift = scale

    @staticmethod
    def turn(x):
        return x.requires_grad_()

    @property
    def offset(self):
        return self.factor


affine = Affine()
affine.fit(torch.ones(3), torch.zeros(3))
affine.fit_shift(torch.ones(3))
affine.fit_turn(torch.ones(3))
affine.fit_offset()
