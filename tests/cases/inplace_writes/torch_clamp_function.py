import torch


def penalty(w):
    out = w.exp()
    torch.clamp_(out, 0.9, 1.0)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
