import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
out.data = torch.zeros(3)  # expect: DET203
out.sum().backward()
