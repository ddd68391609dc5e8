import torch

a = torch.randn(3, requires_grad=True)
loss = (a * 2).sum()
loss.backward()
loss.backward()  # expect: DET305
