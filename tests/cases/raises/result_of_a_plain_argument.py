import torch

x = torch.ones(2, 2, requires_grad=True)
plain = torch.rand(2, 2)
first, second = torch.broadcast_tensors(plain, x)
second.sum().backward()
first.sum().backward()  # expect: DET301
