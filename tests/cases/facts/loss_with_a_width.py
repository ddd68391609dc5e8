import torch
import torch.nn.functional as F

a = torch.randn(5, requires_grad=True)
b = torch.randn(5)

h = a * 1
loss = F.smooth_l1_loss(h, b)
h.data.mul_(2.0)  # expect: DET101
loss.backward()

h = a * 1
loss = F.smooth_l1_loss(h, b, beta=0.0)
h.data.abs_()  # expect: DET121
loss.backward()

h = a * 1
target = b.exp()
loss = F.poisson_nll_loss(h.exp(), target, log_input=False)
target.data.mul_(2.0)  # expect: DET101
loss.backward()

t = torch.rand(5, requires_grad=True)
target = t * 1
loss = F.poisson_nll_loss(b.exp(), target, log_input=False)
target.detach().mul_(2.0)  # expect: DET121
loss.backward()
