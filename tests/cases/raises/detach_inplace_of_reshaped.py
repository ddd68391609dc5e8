import torch

a = torch.randn(2, 3, requires_grad=True)
flat = a.exp().reshape(-1)
flat.detach_()  # expect: DET302
