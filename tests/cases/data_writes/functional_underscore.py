import torch
import torch.nn.functional as F

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
F.hardtanh_(shown, 0.0, 0.01)  # expect: DET101
gate.sum().backward()
