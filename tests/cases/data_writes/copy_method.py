import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
shown.copy_(torch.zeros(4))  # expect: DET101
gate.sum().backward()
