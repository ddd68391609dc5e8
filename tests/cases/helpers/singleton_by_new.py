import torch
from torch import nn


class Settings:
    only = None

    def __new__(cls):
        if cls.only is None:
            cls.only = super().__new__(cls)
            cls.only.temperature = torch.ones(1)
        return cls.only


layer = nn.Linear(3, 2)
loss = (layer(torch.randn(4, 3)) / Settings().temperature).sum()
Settings().temperature.mul_(0.9)  # expect: DET104
loss.backward()
