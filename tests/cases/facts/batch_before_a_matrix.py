import torch

weight = torch.randn(4, 4, requires_grad=True)
batch = torch.randn(2, 4, 4)
out = batch @ weight
batch.mul_(0.5)  # expect: DET104
out.sum().backward()
