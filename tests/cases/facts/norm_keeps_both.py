import torch

a = torch.randn(5, requires_grad=True)
size = a.norm()
size.data.fill_(10.0)  # expect: DET101
(size * 2.0).backward()
