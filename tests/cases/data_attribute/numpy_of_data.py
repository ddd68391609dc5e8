import torch

w = torch.randn(3, requires_grad=True)
print(w.data.numpy().sum())  # expect: DET201
