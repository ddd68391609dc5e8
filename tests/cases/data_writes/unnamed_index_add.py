import torch


def gated(w):
    out = torch.tanh(w)
    out.data.index_add_(0, torch.tensor([0]), torch.ones(1))  # expect: DET101
    return out


w = torch.full((4,), 0.5, requires_grad=True)
gated(w).sum().backward()
