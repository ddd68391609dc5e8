import torch

w = torch.randn(3, requires_grad=True)
saved = w.detach()  # expect: DET123
with torch.no_grad():
    w.mul_(2.0)
    w.copy_(saved)
