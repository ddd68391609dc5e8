import torch

a = torch.randn(4, requires_grad=True)
h = a * 2.0
with torch.no_grad():
    head = h[:2]
head.mul_(2.0)  # expect: DET307
