import torch

w = torch.randn(3, requires_grad=True)
energy = (w * w).sum()
kept = w.data  # expect: DET201
w.data = torch.zeros(3)  # expect: DET203
print(w.sum())
w.data = kept  # expect: DET203
energy.backward()
