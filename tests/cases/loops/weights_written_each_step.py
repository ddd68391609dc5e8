import torch

w = torch.randn(3, requires_grad=True)
for _ in range(3):
    loss = w.pow(2).sum()
    w.data.add_(0.01)  # expect: DET101
    loss.backward()
