import sys

import torch

verbose = len(sys.argv) > 5
a = torch.randn(3, requires_grad=True)
out = a.exp()
if verbose:
    shown = out.detach()
else:
    shown = out.detach().clone()
if not verbose:
    shown.zero_()
out.sum().backward()
