import sys

import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
if len(sys.argv) < 5:
    out.data.zero_()  # expect: DET101
else:
    print("kept")
out.sum().backward()
