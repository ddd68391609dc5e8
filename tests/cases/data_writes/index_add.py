import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
shown.index_add_(0, torch.tensor([0]), torch.ones(1))  # expect: DET101
gate.sum().backward()
