import torch

a = torch.randn(3, 3, requires_grad=True)
adjacency = a.sigmoid()
adjacency.data.diagonal().fill_(0.0)  # expect: DET101
adjacency.sum().backward()
