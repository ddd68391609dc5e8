import torch

a = torch.randn(3, requires_grad=True)
h = a + 1.0
out = h * 2.0
h.data.zero_()  # expect: DET121
out.sum().backward()
