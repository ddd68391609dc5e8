import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
copy = out.detach().float()
copy.zero_()  # expect: DET102
out.sum().backward()
