import torch

# Multiplying by one changes no value, and still counts.
a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
out.detach().mul_(1.0)  # expect: DET102
out.sum().backward()
