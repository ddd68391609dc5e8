import torch
import operator

a = torch.randn(3, 3, requires_grad=True)
w = torch.randn(3, 3)
b = operator.neg(operator.matmul(a, w))
w.data.zero_()  # expect: DET101
b.sum().backward()
