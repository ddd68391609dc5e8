# codes: DET1 DET3
import sys

import torch

w = torch.randn(3, requires_grad=True)
a, b = w.sigmoid(), w.exp()
x = a if len(sys.argv) > 5 else b
x.detach_()
a.sum().backward()
