import torch

w = torch.randn(3, requires_grad=True)
out = w.exp()
other = torch.from_dlpack(out.detach())
other.zero_()  # expect: DET103
out.sum().backward()
