import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
for index in range(2):
    shown.view(2, 2)[index].div_(2.0)  # expect: DET101
gate.sum().backward()
