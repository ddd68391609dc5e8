import torch

w = torch.randn(3, requires_grad=True)
raw = w.data  # expect: DET201
raw.clamp_(-0.1, 0.1)
loss = (w * w).sum()
loss.backward()
