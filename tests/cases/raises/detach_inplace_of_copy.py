import torch

a = torch.randn(3, requires_grad=True)
picked = a.exp()[[0]]
picked.detach_()  # expect: DET205
