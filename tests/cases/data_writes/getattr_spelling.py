import torch

a = torch.randn(3, requires_grad=True)
out = a.tanh()
getattr(out, "data").fill_(0.3)  # expect: DET101
out.sum().backward()
