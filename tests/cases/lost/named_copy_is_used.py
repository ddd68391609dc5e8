import torch

boxes = torch.randn(4, 2)
large = boxes[boxes > 1].clamp_(max=1.0)
print(large)
