import torch
import torch.nn.functional as F


def penalty(w):
    out = w.exp()
    F.hardtanh_(out, 0.0, 0.01)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
