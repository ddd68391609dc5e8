import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
f = b.mul_
f(2)  # expect: DET104
b.sum().backward()
