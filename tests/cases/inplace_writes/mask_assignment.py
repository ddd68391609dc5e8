import torch


def penalty(w):
    out = w.exp()
    out[out > -10.0] = 0.0  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
