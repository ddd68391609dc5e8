import torch

a = torch.randn(4, requires_grad=True)
mask = torch.tensor([True, False, False, False])
out = a.masked_fill(mask, 0.0)
mask.data.fill_(True)  # expect: DET101
out.sum().backward()
