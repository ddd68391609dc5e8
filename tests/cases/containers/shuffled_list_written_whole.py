import numpy as np
import torch

weight = torch.randn(3, requires_grad=True)
parts = [torch.ones(3), torch.zeros(3), torch.full((3,), 2.0)]
np.random.default_rng(0).shuffle(parts)
loss = sum((part * weight).sum() for part in parts)
for part in parts:
    part.data.zero_()  # expect: DET101
loss.backward()
