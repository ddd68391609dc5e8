import torch

w = torch.randn(3, requires_grad=True)
for _ in range(3):
    loss = w.pow(2).sum()
    loss.backward()
    w.data.add_(w.grad, alpha=-0.01)  # expect: DET202
    w.grad = None
