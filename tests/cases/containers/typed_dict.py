from typing import TypedDict

import torch


class Batch(TypedDict):
    w: torch.Tensor
    scale: float


p = torch.randn(3, requires_grad=True)
batch = Batch(w=torch.ones(3), scale=2.0)
y = p * batch["w"]
batch["w"].mul_(batch["scale"])  # expect: DET104
y.sum().backward()
