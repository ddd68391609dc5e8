import torch

values = torch.rand(3)
a = torch.randn(3, requires_grad=True)
out = (a * torch.tensor(values)).sum()
values.zero_()
out.backward()
