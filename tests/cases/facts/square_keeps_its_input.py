import torch

w = torch.randn(3, requires_grad=True)
penalty = w.pow(2).sum()
w.data.mul_(0.5)  # expect: DET101
penalty.backward()
