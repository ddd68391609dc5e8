import torch
import operator

from functools import reduce
a = torch.randn(3, requires_grad=True)
e = a.exp()
p = reduce(operator.mul, [a, e])
e.data.zero_()  # expect: DET101
p.sum().backward()
