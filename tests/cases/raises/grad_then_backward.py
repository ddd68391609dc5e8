import torch

w = torch.randn(3, requires_grad=True)
loss = w.pow(3).sum()
torch.autograd.grad(loss, w)
loss.backward()  # expect: DET305
