import torch
from torch import nn
from torch.nn.utils import spectral_norm

layer = spectral_norm(nn.Linear(3, 3))
y = layer(torch.randn(2, 3))
nn.init.normal_(layer.weight_orig)  # expect: DET105
y.sum().backward()
