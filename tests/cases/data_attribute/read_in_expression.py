import torch

w = torch.randn(3, requires_grad=True)
size = w.data.norm().item()  # expect: DET201
