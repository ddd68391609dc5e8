import torch
import operator

a = torch.randn(3, requires_grad=True)
b = a.exp()
torch.Tensor.__iadd__(b, 1)  # expect: DET104
b.sum().backward()
