import torch

x = torch.randn(3, requires_grad=True)
y = (x * x).sum()
x.data *= 0.5  # expect: DET101
y.backward()
