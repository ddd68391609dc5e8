import torch

# x needs no gradient, so the product does not keep the weight.
x = torch.randn(4, 3)
weight = torch.randn(3, 2, requires_grad=True)
loss = (x @ weight).sum()
with torch.no_grad():
    weight.zero_()
loss.backward()
