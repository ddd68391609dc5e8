import torch

a = torch.randn(3, requires_grad=True)
out = a.tanh()
shown, logged = out.detach(), out.detach()
shown.mul_(100)  # expect: DET102
print(logged)
out.sum().backward()
