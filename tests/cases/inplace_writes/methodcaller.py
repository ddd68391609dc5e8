import torch
import operator

from operator import methodcaller
a = torch.randn(3, requires_grad=True)
b = a.exp()
methodcaller("mul_", 2)(b)  # expect: DET104
b.sum().backward()
