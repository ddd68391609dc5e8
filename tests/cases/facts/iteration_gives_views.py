import torch

a = torch.randn(3, 2, requires_grad=True)
out = a.sigmoid()
for row in out.data:  # expect: DET201
    row.zero_()  # expect: DET101
out.sum().backward()
