import torch


def gated(w):
    out = torch.tanh(w)
    out.data.reshape(2, 2).t().mul_(3.0)  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
