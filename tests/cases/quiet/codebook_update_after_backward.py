import torch
import torch.nn.functional as F
from torch import nn

codebook = torch.randn(5, 2)
encoder = nn.Linear(3, 2)
inputs = torch.randn(7, 3)
z = encoder(inputs)
nearest = torch.cdist(z.detach(), codebook).argmin(1)
loss = F.mse_loss(z, codebook[nearest])
loss.backward()
codebook.index_add_(0, nearest, z.detach(), alpha=0.01)
