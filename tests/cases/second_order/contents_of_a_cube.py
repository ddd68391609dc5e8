# codes: DET1
import torch

theta = torch.randn(3, requires_grad=True)
(g,) = torch.autograd.grad((theta**3).sum(), theta, create_graph=True)
fast = theta - 0.1 * g
theta.data.copy_(fast.data)  # expect: DET101
fast.sum().backward()
