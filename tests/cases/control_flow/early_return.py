import torch


def loss_of(a, show):
    out = a.exp()
    if show is None:
        return out.sum()
    out.detach().clamp_(0, 1)  # expect: DET102
    return out.sum()


a = torch.randn(3, requires_grad=True)
loss_of(a, None).backward()
loss_of(a, print).backward()
