import torch

a = torch.randn(3, requires_grad=True)
h = a.sigmoid()
out = h.sum()
h.detach_()  # expect: DET205
out.backward()
