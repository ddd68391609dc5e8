import operator

import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
operator.iadd(shown, 1.0)  # expect: DET102
gate.sum().backward()
