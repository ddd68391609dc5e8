import torch


def scale(p):
    return p.mul_(0.5)  # expect: DET104


scale = torch.no_grad()(scale)
w = torch.randn(3, requires_grad=True)
loss = w.pow(2).sum()
scale(w)
loss.backward()
