import torch

a = torch.randn(3, requires_grad=True)
mask = torch.ones(3)
out = a * mask
mask += 1  # expect: DET104
out.sum().backward()
