import torch

w = torch.randn(3, requires_grad=True)
inner = (w**3).sum()
(g,) = torch.autograd.grad(inner, w, create_graph=True)
outer = ((w - 0.1 * g) ** 2).sum()
with torch.no_grad():
    w -= 0.01 * g  # expect: DET104
outer.backward()
