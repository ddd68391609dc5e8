import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
torch._foreach_copy_([b.detach()], [torch.zeros(3)])  # expect: DET102
b.sum().backward()
