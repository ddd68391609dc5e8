import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
shown.view(2, 2)[0].fill_(2.0)  # expect: DET101
gate.sum().backward()
