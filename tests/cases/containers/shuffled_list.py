import random

import torch

random.seed(0)
weight = torch.randn(3, requires_grad=True)
parts = [torch.ones(3), torch.zeros(3), torch.full((3,), 2.0)]
random.shuffle(parts)
loss = (parts[1] * weight).sum()
parts[0].zero_()
loss.backward()

generator = random.Random(3)
generator.shuffle(parts)
loss = (parts[2] * weight).sum()
parts[2].zero_()  # expect: DET104
loss.backward()
