import torch

# The recorded in-place product keeps the other operand, and its own old value only if that one needs it.
a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
h = a * 1.0
h *= b
h.sum().backward()
