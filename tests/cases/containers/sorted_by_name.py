# codes: DET1 DET3
import torch

first, second = torch.ones(3), torch.zeros(3)
weight = torch.randn(3, requires_grad=True)
ordered = sorted([("b", first), ("a", second)])
loss = (weight * ordered[0][1]).sum()
first.add_(1.0)
second.add_(1.0)  # expect: DET104
loss.backward()
