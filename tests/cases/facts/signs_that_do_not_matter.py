import torch

a = torch.randn(5, requires_grad=True)

out = a.tanh()
out.data.neg_()  # expect: DET121
out.sum().backward()

out = a.tanh()
out.data.add_(1.0)  # expect: DET101
out.sum().backward()

h = a * 1
out = h.sin()
h.data.mul_(-1)  # expect: DET121
out.sum().backward()

h = a * 1
out = h.nansum()
h.data.mul_(0.5)  # expect: DET121
out.backward()
