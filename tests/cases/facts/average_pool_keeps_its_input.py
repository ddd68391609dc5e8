import torch
import torch.nn.functional as F

a = torch.randn(1, 1, 8, requires_grad=True)
h = a * 2.0
out = F.avg_pool1d(h, 2)
h.detach().zero_()  # expect: DET102
out.sum().backward()
