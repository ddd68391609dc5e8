import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
out.mul_(2.0).add_(1.0)  # expect: DET104
out.sum().backward()
