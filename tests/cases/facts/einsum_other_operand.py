import torch

q = torch.randn(2, 3, requires_grad=True)
k = torch.randn(4, 3)
scores = torch.einsum("id,jd->ij", q, k)
k.mul_(0.5)  # expect: DET104
scores.sum().backward()
