import torch

w = torch.randn(3, requires_grad=True)
state = torch.zeros(3)
total = 0.0
for _ in range(2):
    total = total + (w * state).sum()
    state += 1.0  # expect: DET104
total.backward()
