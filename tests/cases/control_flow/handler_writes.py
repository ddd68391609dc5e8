import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
try:
    scale = int("not a number")
except ValueError:
    out.data.mul_(2.0)  # expect: DET101
out.sum().backward()
