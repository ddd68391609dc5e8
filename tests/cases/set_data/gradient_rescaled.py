import torch

w = torch.randn(3, requires_grad=True)
w.pow(3).sum().backward()
w.grad.data = w.grad.data / 2.0  # expect: DET201 DET203
