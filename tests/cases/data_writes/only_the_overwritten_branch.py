import torch

a = torch.randn(3, requires_grad=True)
left, right = a.sigmoid(), a.tanh()
left.data.zero_()  # expect: DET101
right.data.zero_()  # expect: DET202
left.sum().backward()
