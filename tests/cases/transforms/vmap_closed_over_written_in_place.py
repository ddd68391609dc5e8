import torch

scale = torch.randn(3)
w = torch.randn(5, 3, requires_grad=True)
out = torch.vmap(lambda row: row * scale)(w)
scale.zero_()  # expect: DET114
out.sum().backward()
