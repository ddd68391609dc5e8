import torch
from torch import nn

torch.manual_seed(0)

m = nn.GRU(3, 4)
opt = torch.optim.SGD(m.parameters(), lr=0.1)
x = torch.randn(5, 2, 3)
out, h = m(x)
out.sum().backward(retain_graph=True)
opt.step()  # expect: DET105
h.sum().backward()
