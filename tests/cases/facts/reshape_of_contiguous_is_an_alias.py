import torch

a = torch.randn(2, 3, requires_grad=True)
out = a.sigmoid()
flat = out.detach().reshape(-1)
flat[0] = 0.0  # expect: DET102
out.sum().backward()
