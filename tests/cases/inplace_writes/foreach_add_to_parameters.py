import torch
import operator
from torch import nn

m = nn.Linear(3, 3)
n = nn.Linear(3, 3)
x = torch.randn(2, 3)
out = n(m(x).tanh()).sum()
with torch.no_grad():
    torch._foreach_add_(list(n.parameters()), list(m.parameters()), alpha=0.5)  # expect: DET104
out.backward()
