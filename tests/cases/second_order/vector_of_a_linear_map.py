import torch

x = torch.randn(4, requires_grad=True)
scale = torch.randn(4, requires_grad=True)
direction = torch.randn(4)
(product,) = torch.autograd.grad((x + scale).exp(), x, direction, create_graph=True)
x.data.zero_()  # expect: DET202
product.sum().backward()
