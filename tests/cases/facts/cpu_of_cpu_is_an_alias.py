import torch

a = torch.randn(4, requires_grad=True)
out = a.sigmoid()
host = out.detach().cpu()
host[0] = 0.0  # expect: DET102
out.sum().backward()
