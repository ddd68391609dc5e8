import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
shown += 1.0  # expect: DET102
gate.sum().backward()
