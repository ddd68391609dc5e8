import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
for part in shown.chunk(2):
    part.zero_()  # expect: DET102
gate.sum().backward()
