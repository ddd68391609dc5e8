import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(3, requires_grad=True)
energy = (w * x).sum()
w.data -= 0.1 * x.data  # expect: DET101 DET201
energy.backward()
