import torch

w = torch.randn(3, requires_grad=True)
for _ in range(2):
    if w.grad is not None:
        w.grad.detach_()  # expect: DET205
        w.grad.zero_()
    w.exp().sum().backward()
