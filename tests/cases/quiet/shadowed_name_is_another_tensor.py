import torch

w = torch.randn(3, requires_grad=True)
out = w.sigmoid()
shown = out.detach()
shown = torch.zeros(3)
shown.fill_(2.0)
out.sum().backward()
