import torch

a = torch.randn(3, requires_grad=True)
w = torch.randn(3, requires_grad=True)
(a * w).sum().backward()
w.data = torch.zeros(3)  # expect: DET203
