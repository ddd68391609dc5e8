import torch

a = torch.randn(3, requires_grad=True)
h = a.exp()
h.sum().backward()
h.detach_()  # expect: DET205
h.zero_()
