import torch

scale = torch.ones(1)
a = torch.randn(3, requires_grad=True)
out = (a * scale.expand(3)).sum()
scale.fill_(2.0)  # expect: DET104
out.backward()
