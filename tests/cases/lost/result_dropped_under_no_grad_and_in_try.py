import torch

w = torch.randn(3, requires_grad=True)
with torch.no_grad():
    w.mul(0.5)  # expect: DET124
try:
    w.view(5)
except RuntimeError:
    print("no such shape")
w.exp().sum().backward()
