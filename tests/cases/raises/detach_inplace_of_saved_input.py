import torch

a = torch.randn(3, requires_grad=True)
h = a * 2.0
out = h.pow(2).sum()
h.detach_()  # expect: DET104
out.backward()
