import torch

w = torch.empty(3, requires_grad=True)
with torch.no_grad():
    w.normal_()
    w[0] = 1.0
w.exp().sum().backward()
