import torch

w = torch.randn(3, requires_grad=True)
w.mul_(0.5)  # expect: DET306
