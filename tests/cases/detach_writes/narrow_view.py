import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
shown.narrow(0, 1, 2).neg_()  # expect: DET102
gate.sum().backward()
