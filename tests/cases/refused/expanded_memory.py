import torch

row = torch.zeros(1, 3).expand(4, 3)
row.add_(1.0)  # expect: DET307
