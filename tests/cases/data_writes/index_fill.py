import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
shown.index_fill_(0, torch.tensor([0, 2]), 0.0)  # expect: DET101
gate.sum().backward()
