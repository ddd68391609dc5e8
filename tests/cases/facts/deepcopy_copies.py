import copy

import torch

values = torch.rand(3)
a = torch.randn(3, requires_grad=True)
out = (a * copy.deepcopy(values)).sum()
values.zero_()
out.backward()
