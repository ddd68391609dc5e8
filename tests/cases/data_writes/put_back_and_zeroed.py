import torch

w = torch.randn(3, requires_grad=True)
energy = (w * w).sum()
kept = w.data.clone()  # expect: DET201
w.data.mul_(0.5)  # expect: DET101
w.data.copy_(kept)  # expect: DET101
w.data.zero_()  # expect: DET101
energy.backward()
