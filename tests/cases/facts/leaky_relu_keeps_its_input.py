import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
h = a * 2.0
out = F.leaky_relu(h, 0.1)
h.detach().neg_()  # expect: DET102
out.sum().backward()
