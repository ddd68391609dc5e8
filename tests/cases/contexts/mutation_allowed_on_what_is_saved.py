import torch

a = torch.randn(4, requires_grad=True)
with torch.autograd.graph.allow_mutation_on_saved_tensors():
    b = a.clone()
    y = (b**2).sum()
    with torch.no_grad():
        b.mul_(10)
    y.backward()
