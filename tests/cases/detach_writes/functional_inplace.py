import torch
import torch.nn.functional as F

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
F.threshold(shown, 10.0, 0.0, inplace=True)  # expect: DET102
gate.sum().backward()
