import torch


def penalty(w):
    out = w.exp()
    out.index_add_(0, torch.tensor([0]), torch.ones(1))  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
