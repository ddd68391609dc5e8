import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
column = out.detach().unsqueeze(1)
column[0, 0] = 4.0  # expect: DET102
out.sum().backward()
