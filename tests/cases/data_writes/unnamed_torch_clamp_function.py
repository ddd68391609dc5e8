import torch


def gated(w):
    out = torch.tanh(w)
    torch.clamp_(out.data, 0.9, 1.0)  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
