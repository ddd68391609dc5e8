import torch
from torch import nn

encoder = nn.Linear(4, 3)
codes = torch.randn(5, 3)
z = encoder(torch.randn(6, 4))
nearest = torch.cdist(z, codes).min(dim=1).indices
codes.mul_(0.9)
(z - codes[nearest]).sum().backward()
