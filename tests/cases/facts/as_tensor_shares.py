import torch

values = torch.rand(3)
a = torch.randn(3, requires_grad=True)
out = (a * torch.as_tensor(values)).sum()
values.zero_()  # expect: DET104
out.backward()
