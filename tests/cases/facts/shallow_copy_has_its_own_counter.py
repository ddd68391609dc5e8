import copy

import torch

values = torch.rand(3)
a = torch.randn(3, requires_grad=True)
out = (a * values).sum()
twin = copy.copy(values)
twin.zero_()  # expect: DET103
out.backward()
