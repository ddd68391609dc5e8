"""PyTorch's own decorator of `step` switches recording off (torch/optim/optimizer.py)."""

import torch
from torch.optim.optimizer import Optimizer, _use_grad_for_differentiable


class Zero(Optimizer):
    def __init__(self, params: list[torch.Tensor]) -> None:
        super().__init__(params, {"differentiable": False})

    @_use_grad_for_differentiable
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                p.zero_()


Zero([torch.ones(2, requires_grad=True)]).step()
