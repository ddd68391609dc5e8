import torch
import operator

from functools import reduce
a = torch.randn(3, requires_grad=True)
p = reduce(operator.mul, [a, a.exp(), a.sigmoid()])
p.data.zero_()  # expect: DET121
p.sum().backward()
