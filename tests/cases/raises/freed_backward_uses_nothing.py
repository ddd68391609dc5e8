import torch

w = torch.randn(3, requires_grad=True)
h = w.exp()
first, second = h.sum(), (h * w).sum()
torch.autograd.grad(first, w)
h.data.sub_(0.1)  # expect: DET202
torch.autograd.grad(second, w)  # expect: DET305
