import torch

a = torch.randn(4, requires_grad=True)
keep = torch.tensor([True, False, True, False])
other = torch.zeros(4)
out = torch.where(keep, a, other)
other.fill_(1.0)
out.sum().backward()
