import torch

a = torch.randn(3, 3, requires_grad=True)
adjacency = a.sigmoid()
adjacency.fill_diagonal_(0.0)  # expect: DET104
adjacency.sum().backward()
