import torch

# Nothing raises; one term trains nothing.
a = torch.randn(3, requires_grad=True)
fit, size = a.exp().sum(), a.pow(2).sum()
size.detach_()  # expect: DET303
(fit + size).backward()
