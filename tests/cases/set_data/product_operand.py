import torch

a = torch.randn(3, requires_grad=True)
w = torch.randn(3, requires_grad=True)
loss = (a * w).sum()
w.data = torch.zeros(3)  # expect: DET103
loss.backward()
