# codes: DET1 DET3
import torch
import operator

a = torch.randn(3, requires_grad=True)
bs = [a.exp(), a.sigmoid()]
list(map(torch.Tensor.zero_, [b.data for b in bs]))  # expect: DET101
sum(b.sum() for b in bs).backward()
