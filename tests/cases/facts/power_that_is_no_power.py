import torch

a = torch.rand(3, requires_grad=True)

h = a * 1
out = h**1
h.data.mul_(3.0)  # expect: DET121
out.sum().backward()

h = a * 1
out = h**3
h.data.neg_()  # expect: DET121
out.sum().backward()

h = a * 1
out = h**3
h.data.mul_(3.0)  # expect: DET101
out.sum().backward()

m = torch.eye(3).mul(3.0).requires_grad_()
h = m * 1
out = torch.matrix_power(h, -1)
out.data.mul_(3.0)  # expect: DET101
out.sum().backward()

h = m * 1
out = torch.matrix_power(h, 3)
h.data.mul_(3.0)  # expect: DET101
out.sum().backward()
