import torch
from torch import nn


class Average(nn.Module):
    """Its helper writes parameters, and is only ever called where nothing is recorded."""

    def __init__(self, model, with_buffers=True):
        super().__init__()
        self.module = nn.Linear(2, 2)
        self.with_buffers = with_buffers

    @torch.no_grad()
    def update(self, model):
        if self.with_buffers:
            self._everything(model)
        else:
            self._only_parameters(model)

    def _everything(self, model):
        for mine, other in zip(self.module.state_dict().values(), model.state_dict().values()):
            mine.copy_(other)

    def _only_parameters(self, model):
        for mine, other in zip(self.module.parameters(), model.parameters()):
            mine.lerp_(other, weight=0.1)


def average(model):
    Average(model, with_buffers=False).update(model)


average(nn.Linear(2, 2))
