import torch
from torch import nn

weight = nn.Parameter(torch.randn(4, 3))
parts = torch.linalg.svd(weight, full_matrices=False)
parts.U.detach().zero_()  # expect: DET102
parts.S.sum().backward()
