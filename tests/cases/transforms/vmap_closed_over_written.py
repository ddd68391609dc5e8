import torch
from torch.func import vmap

scale = torch.randn(3)
w = torch.randn(5, 3, requires_grad=True)
out = vmap(lambda row: row * scale)(w)
scale.data.zero_()  # expect: DET111
out.sum().backward()
