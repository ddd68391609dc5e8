import torch

w = torch.randn(3, requires_grad=True)
with torch.no_grad():
    w.clamp(-1.0, 1.0)  # expect: DET124
w.exp().sum().backward()
