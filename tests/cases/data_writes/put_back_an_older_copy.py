import torch

w = torch.randn(3, requires_grad=True)
kept = w.data.clone()  # expect: DET201
w.data.mul_(2.0)  # expect: DET202
energy = (w * w).sum()
w.data.copy_(kept)  # expect: DET101
energy.backward()
