import torch

m = torch.randn(3, 3, requires_grad=True)

values = torch.linalg.svd(m).S
values.data.mul_(2.0)  # expect: DET121
values.sum().backward()

left, values, right = torch.linalg.svd(m)
values.data.mul_(2.0)  # expect: DET101
(left.abs().sum() + values.sum()).backward()

left, values, right = torch.linalg.svd(m)
left.data.mul_(2.0)  # expect: DET101
values.sum().backward()

symmetric = m + m.mT
values, vectors = torch.linalg.eigh(symmetric)
values.data.mul_(2.0)  # expect: DET121
values.sum().backward()
