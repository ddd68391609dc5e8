import torch

a = torch.randn(3, requires_grad=True)
out = 2.0**a
out.detach().zero_()  # expect: DET102
out.sum().backward()
