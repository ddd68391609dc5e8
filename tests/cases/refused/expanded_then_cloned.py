import torch

row = torch.zeros(1, 3).expand(4, 3).clone()
row.add_(1.0)
