import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(3)
loss = (w * x).sum()
x.set_(torch.zeros(3))  # expect: DET104
loss.backward()
