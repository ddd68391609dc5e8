import torch

a = torch.eye(3).mul(3.0).requires_grad_()
b = torch.randn(3, 1)

h = a * 1
torch.linalg.solve(h, b).sum().backward(retain_graph=True)
out = torch.linalg.solve(h, b)
h.data.mul_(3.0)  # expect: DET121
out.sum().backward()

h = a * 1
out = torch.logdet(h)
h.data.mul_(3.0)  # expect: DET121
out.backward()

h = a * 1
out = torch.logdet(h)
h.data.mul_(3.0)  # expect: DET101
(g,) = torch.autograd.grad(out, a, create_graph=True)

h = a * 1
out = torch.linalg.solve(h, b)
out.data.mul_(3.0)  # expect: DET101
out.sum().backward()
