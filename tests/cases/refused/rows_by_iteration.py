import torch

a = torch.randn(2, 3, requires_grad=True)
for channel in a * 2.0:
    channel.mul_(0.5)  # expect: DET307
