import torch

a = torch.randn(3, requires_grad=True)
scale = torch.tensor(2.0)
out = (a * scale).sum()
scale.add_(1.0)  # expect: DET104
out.backward()
