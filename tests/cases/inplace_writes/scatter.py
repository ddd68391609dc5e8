import torch


def penalty(w):
    out = w.exp()
    out.scatter_(0, torch.tensor([1]), 9.0)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
