import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
fill = out.detach().fill_
fill(0.5)  # expect: DET102
out.sum().backward()
