import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
operator.setitem(b.detach(), slice(0, 2), 5.0)  # expect: DET102
b.sum().backward()
