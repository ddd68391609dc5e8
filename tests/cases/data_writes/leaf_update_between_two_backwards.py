import torch

w = torch.randn(3, requires_grad=True)
loss = w.exp().mul(w).sum()
loss.backward(retain_graph=True)
w.data.add_(w.grad, alpha=-0.1)  # expect: DET101
loss.backward()
