import torch

a = torch.randn(3, requires_grad=True)
out = a.exp().sum().detach()
torch.autograd.grad(out, a)  # expect: DET301
