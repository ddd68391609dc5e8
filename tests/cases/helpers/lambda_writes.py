import torch

reset = lambda tensor: tensor.zero_()  # expect: DET102
a = torch.randn(3, requires_grad=True)
out = a.exp()
reset(out.detach())
out.sum().backward()
