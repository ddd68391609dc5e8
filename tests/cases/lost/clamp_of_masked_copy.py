import torch

boxes = torch.randn(4, 2)
boxes[boxes > 1].clamp_(max=1.0)  # expect: DET122
