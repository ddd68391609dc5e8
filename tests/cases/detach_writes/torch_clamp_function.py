import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
torch.clamp_(shown, 0.9, 1.0)  # expect: DET102
gate.sum().backward()
