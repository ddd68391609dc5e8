import torch

a = torch.randn(3, requires_grad=True)
out = a.tanh()
out.data.detach().fill_(0.3)  # expect: DET101
out.sum().backward()
