import torch

a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
total = a * 2.0
total += b
total -= 1.0
total.sum().backward()
