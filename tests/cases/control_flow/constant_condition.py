# codes: DET1 DET3
import torch

DEBUG = False
a = torch.randn(3, requires_grad=True)
out = a.exp()
if DEBUG:
    out.data.zero_()
out.sum().backward()
