import torch

a = torch.randn(4, requires_grad=True)
keep = torch.tensor([True, False, True, False])
out = torch.where(keep, a, torch.zeros(4))
keep.logical_not_()  # expect: DET104
out.sum().backward()
