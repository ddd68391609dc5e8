from functools import partial

import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
clip = partial(torch.clamp_, min=0.0, max=0.1)
clip(out.data)  # expect: DET101
out.sum().backward()
