import torch

weight = torch.randn(4, requires_grad=True)
gate = weight.sigmoid()


def flatten(grad):
    gate.data.fill_(0.5)  # expect: DET101
    return grad


gate.register_hook(flatten)
gate.sum().backward()
