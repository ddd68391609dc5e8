import torch
from torch import nn

encoder = nn.Linear(4, 3)
codes = torch.randn(5, 3)
distances = torch.cdist(encoder(torch.randn(6, 4)), codes)
nearest = distances.min(dim=1)
codes.mul_(0.9)  # expect: DET104
nearest.values.mean().backward()
