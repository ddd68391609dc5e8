import torch

a = torch.randn(3, requires_grad=True)
loss = a.exp().sum()
loss.backward()
loss.backward()  # expect: DET305
