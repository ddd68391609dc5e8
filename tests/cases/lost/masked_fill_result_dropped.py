import torch

scores = torch.randn(3)
scores.masked_fill(scores > 0, 0.0)  # expect: DET124
print(scores)
