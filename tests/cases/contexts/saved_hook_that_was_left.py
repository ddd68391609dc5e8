import torch

a = torch.randn(3, requires_grad=True)
with torch.autograd.graph.saved_tensors_hooks(lambda t: t.clone(), lambda t: t):
    kept = a.exp()
h = a.exp()
with torch.no_grad():
    h.mul_(2.0)  # expect: DET104
h.sum().backward()
