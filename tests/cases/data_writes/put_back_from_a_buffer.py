import torch

w = torch.randn(3, requires_grad=True)
buffer = torch.empty(3)
energy = (w * w).sum()
for _ in range(2):
    buffer.copy_(w.data)  # expect: DET201
    w.data.zero_()  # expect: DET202
    w.data.copy_(buffer)  # expect: DET202
energy.backward()
