import torch
import torch.nn.functional as F

a = torch.randn(2, 3, requires_grad=True)
h = a * 1.0
unit = F.normalize(h, dim=1)
h.data.zero_()  # expect: DET101
unit[:, 0].sum().backward()
