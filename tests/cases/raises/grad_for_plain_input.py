import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(3)
out = (w * x).sum()
torch.autograd.grad(out, x)  # expect: DET301
