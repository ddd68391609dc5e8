import torch

x = torch.ones(3)
w = torch.full((3,), 2.0, requires_grad=True)
y = x * w
x.requires_grad_(False)
w.retain_grad()
y.sum().backward()
