import torch

a = torch.tensor([0.2, 0.7, 1.4], requires_grad=True)
h = a * 1.0
out = h.clamp(0.0, 1.0)
h.data.add_(5.0)  # expect: DET101
out.sum().backward()
