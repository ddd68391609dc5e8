import torch

torch.zeros(1, 3).expand(4, 3).add_(1.0)  # expect: DET307
