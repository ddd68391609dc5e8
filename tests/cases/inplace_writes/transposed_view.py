import torch


def penalty(w):
    out = w.exp()
    out.reshape(2, 2).t().mul_(3.0)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
