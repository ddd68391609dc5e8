import torch

a = torch.randn(2, 3, requires_grad=True)
x, y = torch.unbind(a * 1.0)
x += y  # expect: DET307
