import torch

x = torch.randn(4)
w = torch.randn(4, requires_grad=True)
hidden = x * w
(slope,) = torch.autograd.grad(hidden.relu().sum(), hidden, create_graph=True)
x.data.fill_(2.0)  # expect: DET202
(slope * w).sum().backward()
