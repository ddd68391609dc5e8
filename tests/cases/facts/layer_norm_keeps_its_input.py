import torch
import torch.nn.functional as F

a = torch.randn(2, 4, requires_grad=True)
h = a * 2.0
out = F.layer_norm(h, (4,))
h.detach().zero_()  # expect: DET102
out[:, 0].sum().backward()
