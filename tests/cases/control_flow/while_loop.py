import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
steps = 0
while steps < 2:
    out.data[steps] = 0.0  # expect: DET101
    steps += 1
out.sum().backward()
