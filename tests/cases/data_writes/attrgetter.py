import torch
import operator

from operator import attrgetter
a = torch.randn(3, requires_grad=True)
b = a.exp()
attrgetter("data")(b).zero_()  # expect: DET101
b.sum().backward()
