import torch
from torch.func import vmap

w = torch.randn(5, 3, requires_grad=True)
out = vmap(torch.sigmoid)(w)
out.data.zero_()  # expect: DET111
out.sum().backward()
