import torch

a = torch.randn(2, 3, requires_grad=True)
out = a.sigmoid()
flat = out.detach().numpy().T.ravel()
flat *= 2
out.sum().backward()
