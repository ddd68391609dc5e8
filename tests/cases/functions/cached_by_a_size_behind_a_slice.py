from functools import lru_cache

import torch


@lru_cache
def table(n: int) -> torch.Tensor:
    return torch.arange(n).float()


w = torch.randn(2, 5, requires_grad=True)
x = w[:, :-1]
loss = (x * table(x.shape[1])).sum()
table(4).data.mul_(0.5)  # expect: DET101
loss.backward()
