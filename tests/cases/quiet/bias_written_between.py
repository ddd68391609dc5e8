import torch

w = torch.randn(3, requires_grad=True)
b = torch.zeros(3, requires_grad=True)
out = (w * 2 + b).sum()
with torch.no_grad():
    b.fill_(1.0)
out.backward()
