import torch

weight = torch.randn(4, requires_grad=True)
gate = weight.sigmoid()


def flatten(grad):
    gate.detach().fill_(0.5)


weight.register_hook(flatten)
gate.sum().backward()
