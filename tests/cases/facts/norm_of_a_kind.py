import torch

a = torch.randn(5, requires_grad=True)

h = a * 1
norm = h.norm(1)
norm.data.mul_(3.0)  # expect: DET121
norm.backward()

h = a * 1
norm = h.norm(1)
h.data.mul_(3.0)  # expect: DET121
norm.backward()

h = a * 1
norm = h.norm(1)
h.data.neg_()  # expect: DET101
norm.backward()

h = a * 1
norm = h.norm(2)
norm.data.mul_(3.0)  # expect: DET101
norm.backward()

m = torch.randn(3, 3, requires_grad=True)
h = m * 1
norm = torch.linalg.norm(h, "nuc")
h.detach().mul_(3.0)  # expect: DET121
norm.backward()
