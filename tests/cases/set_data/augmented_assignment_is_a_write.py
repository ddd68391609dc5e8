import torch

w = torch.randn(3, requires_grad=True)
loss = w.pow(3).sum()
w.data -= 0.1  # expect: DET101
loss.backward()
