import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
h = a.sigmoid()
out = F.relu(h, inplace=True)  # expect: DET104
out.sum().backward()
