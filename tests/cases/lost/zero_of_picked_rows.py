import torch

w = torch.randn(4, 2, requires_grad=True)
w[[0, 2]].data.zero_()  # expect: DET122
