import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
c = a.sigmoid()
with torch.no_grad():
    torch._foreach_mul_([b, c], 2.0)  # expect: DET104
(b + c).sum().backward()
