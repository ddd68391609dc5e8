import torch

scores = torch.randn(3)
scores = scores.masked_fill(scores > 0, 0.0)
print(scores.clamp(0, 1))
