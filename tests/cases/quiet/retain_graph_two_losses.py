import torch

w = torch.randn(3, requires_grad=True)
h = w.exp()
h.sum().backward(retain_graph=True)
h.mean().backward()
