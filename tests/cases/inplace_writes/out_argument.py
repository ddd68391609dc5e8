import torch


def penalty(w):
    out = w.exp()
    with torch.no_grad():
        torch.mul(torch.ones(4), 2.0, out=out)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
