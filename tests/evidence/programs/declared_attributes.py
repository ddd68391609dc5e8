"""What an attribute is declared to be holds for all that is stored in it."""

from typing import Dict

import torch
from torch import nn
from toolbox import Held, like


class Tracker:
    alpha: nn.Parameter = None

    def __init__(self, model):
        self.model = model
        self.kept: Dict[str, Held] = {}

    def start(self):
        self.kept = like(self.model)
        self.alpha = self.model.find("alpha")

    def step(self, name, change):
        self.kept[name].expand(change.shape)
        self.kept[name].data -= change.expand(3)  # not annotation
        loss = self.kept[name]
        self.alpha.data = torch.ones(3)  # tensor annotation
        return loss.data  # not annotation
