import torch
import operator

from operator import itemgetter
a = torch.randn(3, requires_grad=True)
d = {"x": a.exp()}
itemgetter("x")(d).data.zero_()  # expect: DET101
d["x"].sum().backward()
