import torch

a = torch.randn(4, requires_grad=True)
parts = (a * 2.0).split(2)
parts[0].add_(1.0)  # expect: DET307
