import torch

w = torch.randn(3, requires_grad=True)
raw = w.data  # expect: DET201
loss = (w * w).sum()
raw.clamp_(-0.1, 0.1)  # expect: DET101
loss.backward()
