import torch


def gated(w):
    out = torch.tanh(w)
    out.detach().copy_(torch.zeros(4))  # expect: DET102
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
