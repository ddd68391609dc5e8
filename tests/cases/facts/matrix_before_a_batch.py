import torch

weight = torch.randn(4, 4, requires_grad=True)
batch = torch.randn(2, 4, 4)
out = weight @ batch
batch.mul_(0.5)
out.sum().backward()
