import torch

a = torch.randn(3, requires_grad=True)
loss = (a + 1.0).sum()
loss.backward()
loss.backward()
