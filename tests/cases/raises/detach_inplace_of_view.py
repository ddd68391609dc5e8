import torch

a = torch.randn(3, requires_grad=True)
first = a.exp()[0]
first.detach_()  # expect: DET302
