import torch

boxes = torch.randn(4, 2)
boxes[boxes > 1] = 1.0
boxes[[0, 2]] += 1.0
boxes[0].zero_()
