import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
out = F.gelu(a)
out.mul_(3.0)
out.sum().backward()
