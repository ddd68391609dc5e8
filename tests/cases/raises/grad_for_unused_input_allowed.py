import torch

w = torch.randn(3, requires_grad=True)
b = torch.zeros(3, requires_grad=True)
out = w.exp().sum()
torch.autograd.grad(out, b, allow_unused=True)
