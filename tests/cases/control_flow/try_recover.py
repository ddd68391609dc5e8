import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
out.detach().zero_()  # expect: DET102
try:
    out.sum().backward()
except RuntimeError:
    out = a.exp()
    out.sum().backward()
