import dataclasses

import torch
from torch import nn


@dataclasses.dataclass(frozen=True)
class State:
    h: torch.Tensor
    step: int = 0

    def following(self, h):
        return dataclasses.replace(self, h=h, step=self.step + 1)


cell = nn.RNNCell(2, 3)
state = State(torch.zeros(1, 3))
loss = 0.0
for _ in range(3):
    state = state.following(cell(torch.randn(1, 2), state.h))
    loss = loss + state.h.pow(2).sum()
state.h.detach().mul_(0.1)  # expect: DET102
loss.backward()
