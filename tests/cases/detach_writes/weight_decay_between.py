import torch

w = torch.randn(3, requires_grad=True)
loss = (w * w).sum()
w.detach().mul_(0.99)  # expect: DET102
loss.backward()
