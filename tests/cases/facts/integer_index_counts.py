import torch

table = torch.randn(5, 2, requires_grad=True)
rows = torch.tensor([0, 1])
picked = table[rows]
rows.add_(2)  # expect: DET104
picked.sum().backward()
