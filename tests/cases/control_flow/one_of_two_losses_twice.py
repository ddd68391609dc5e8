import sys

import torch

w = torch.randn(3, requires_grad=True)
a, b = w.sigmoid(), w.exp()
loss = a.sum() if len(sys.argv) > 5 else b.sum()
loss.backward()
loss.backward()  # expect: DET305
