import torch

image = torch.rand(2, 2)
image.requires_grad_()
image.clamp_(0, 1)  # expect: DET306
