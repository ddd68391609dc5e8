from typing import NamedTuple

import torch


class Step(NamedTuple):
    state: torch.Tensor
    reward: float


a = torch.randn(3, requires_grad=True)
step = Step(a.exp(), 1.0)
step.state.detach().zero_()  # expect: DET102
step.state.sum().backward()
