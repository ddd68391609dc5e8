# codes: DET1 DET3
import torch
import operator

a = torch.randn(3, requires_grad=True)
w = torch.randn(3, requires_grad=True)
v = torch.randn(3, requires_grad=True)
y = (a * w * v).sum()
w.data, v.data = v.data, w.data  # expect: DET103
y.backward()
