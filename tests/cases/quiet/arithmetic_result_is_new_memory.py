import torch

w = torch.randn(6, requires_grad=True)
out = w.sigmoid()
scaled = out.detach() * 255
scaled.clamp_(0, 255).round_()
out.sum().backward()
