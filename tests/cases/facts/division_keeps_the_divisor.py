import torch

a = torch.randn(3, requires_grad=True)
norm = torch.tensor([2.0, 4.0, 8.0])
out = a / norm
norm.clamp_(max=3.0)  # expect: DET104
out.sum().backward()
