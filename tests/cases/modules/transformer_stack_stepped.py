import torch
from torch import nn

torch.manual_seed(0)

m = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2)
opt = torch.optim.Adam(m.parameters())
out = m(torch.randn(3, 2, 4)).sum()
out.backward(retain_graph=True)
opt.step()  # expect: DET105
out.backward()
