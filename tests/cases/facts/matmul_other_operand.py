import torch

a = torch.randn(2, 3, requires_grad=True)
b = torch.randn(3, 2)
out = (a * 1.5) @ b
b.neg_()  # expect: DET104
out.sum().backward()
