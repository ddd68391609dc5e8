import torch

a = torch.randn(3, requires_grad=True)
out = a / 2.0
with torch.no_grad():
    a.zero_()
out.sum().backward()
