import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
h = a * 2.0
out = F.gelu(h)
h.add_(1.0)  # expect: DET104
out.sum().backward()
