import torch

a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
x, y = a * 1.5, b * 1.5
out = x * y
x.data.zero_()  # expect: DET101
out.sum().backward()
