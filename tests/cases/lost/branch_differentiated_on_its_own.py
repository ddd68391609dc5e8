import torch

w = torch.randn(3, requires_grad=True)
h = w.exp()
leaf = h.detach()  # expect: DET304
leaf.requires_grad_(True)
leaf.pow(2).sum().backward()
print(w.grad)
