import torch

w = torch.randn(3, requires_grad=True)
for _ in range(2):
    w.pow(3).sum().backward()
    w.grad.data.zero_()  # expect: DET202
