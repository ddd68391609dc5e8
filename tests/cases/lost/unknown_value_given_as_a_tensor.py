import io

import torch
from torch import Tensor


def double_of(batch: Tensor, dtype: torch.dtype) -> Tensor:
    batch.to(dtype)  # expect: DET124
    return batch * 2


def train(batches: list, dtype: torch.dtype) -> None:
    for batch in batches:
        double_of(batch, dtype).sum().backward()


file = io.BytesIO()
torch.save([torch.ones(3, requires_grad=True)], file)
file.seek(0)
train(torch.load(file), torch.float64)
