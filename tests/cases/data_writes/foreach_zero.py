# codes: DET1 DET3
import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
c = a * 3
torch._foreach_zero_([b.data, c.data])  # expect: DET101
(b + c).sum().backward()
