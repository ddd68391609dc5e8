import torch

x = torch.randn(4, requires_grad=True)
direction = torch.randn(4)
(product,) = torch.autograd.grad(x**2, x, direction, create_graph=True)
direction.data.zero_()  # expect: DET101
product.sum().backward()
