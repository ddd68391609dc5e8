import torch

weight = torch.randn(4, requires_grad=True)
gate = weight.sigmoid()
scaled = gate * 2


def flatten(grad):
    gate.detach().fill_(0.5)  # expect: DET102


scaled.register_hook(flatten)
scaled.sum().backward()
