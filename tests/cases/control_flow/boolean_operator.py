import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
out.requires_grad and out.data.zero_()  # expect: DET101
out.sum().backward()
