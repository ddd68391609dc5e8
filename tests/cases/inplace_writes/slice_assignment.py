import torch


def penalty(w):
    out = w.exp()
    out[:2] = torch.zeros(2)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
