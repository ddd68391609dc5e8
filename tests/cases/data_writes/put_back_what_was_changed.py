import torch

w = torch.randn(3, requires_grad=True)
energy = (w * w).sum()
kept = w.data.clone()  # expect: DET201
w.data.zero_()  # expect: DET101
kept.add_(1.0)
w.data.copy_(kept)  # expect: DET101
energy.backward()
