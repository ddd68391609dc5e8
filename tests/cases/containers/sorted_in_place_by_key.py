# codes: DET1 DET3
import torch

first, second = torch.ones(3), torch.zeros(3)
weight = torch.randn(3, requires_grad=True)
pairs = [(first, 2), (second, 1)]
pairs.sort(key=lambda pair: pair[1])
loss = (weight * pairs[0][0]).sum()
first.add_(1.0)
second.add_(1.0)  # expect: DET104
loss.backward()
