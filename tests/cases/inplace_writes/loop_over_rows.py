import torch


def penalty(w):
    out = w.exp()
    with torch.no_grad():
        for index in range(2):
            out.view(2, 2)[index].div_(2.0)  # expect: DET104
    return out.sum()


w = torch.full((4,), 0.5, requires_grad=True)
penalty(w).backward()
