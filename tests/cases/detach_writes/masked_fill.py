import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
shown.masked_fill_(torch.ones(4, dtype=torch.bool), 0.5)  # expect: DET102
gate.sum().backward()
