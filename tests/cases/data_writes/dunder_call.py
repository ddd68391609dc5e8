import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
shown.__imul__(4.0)  # expect: DET101
gate.sum().backward()
