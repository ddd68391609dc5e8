import torch

x = torch.randn(4, requires_grad=True)
scores = x.sigmoid()
(slope,) = torch.autograd.grad(scores.sum(), x, create_graph=True)
with torch.no_grad():
    scores += 1.5  # expect: DET104
slope.pow(2).sum().backward()
