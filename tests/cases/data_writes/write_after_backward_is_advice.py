import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
out.sum().backward()
out.data.zero_()  # expect: DET202
