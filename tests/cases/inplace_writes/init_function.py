import torch
from torch import nn

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
nn.init.constant_(out, 3.0)  # expect: DET105
out.sum().backward()
