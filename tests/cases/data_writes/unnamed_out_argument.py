import torch


def gated(w):
    out = torch.tanh(w)
    torch.mul(torch.ones(4), 2.0, out=out.data)  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
