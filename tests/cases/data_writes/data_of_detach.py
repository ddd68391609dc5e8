import torch

a = torch.randn(3, requires_grad=True)
out = a.tanh()
out.detach().data.fill_(0.3)  # expect: DET101
out.sum().backward()
