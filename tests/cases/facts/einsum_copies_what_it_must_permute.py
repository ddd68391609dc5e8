import torch

q = torch.randn(2, 3, 4, 5, requires_grad=True) * 1
k = torch.randn(2, 3, 4, 5, requires_grad=True) * 1
scores = torch.einsum("nqhd,nkhd->nhqk", q, k)
with torch.no_grad():
    k.zero_()  # expect: DET121
scores.sum().backward()
