import torch

a = torch.randn(4, requires_grad=True)
first, second = (a * 2.0).chunk(2)
first.mul_(3.0)  # expect: DET307
