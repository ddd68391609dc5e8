import random

import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
if random.random() >= 0.0:
    out.detach().zero_()  # expect: DET102
out.sum().backward()
