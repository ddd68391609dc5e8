import torch

a = torch.randn(4, requires_grad=True)
first, second = (a * 2.0).chunk(2)
torch.cat([first * 3.0, second]).sum().backward()
