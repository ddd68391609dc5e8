# codes: DET1
import torch

theta = torch.randn(3, requires_grad=True)
(g,) = torch.autograd.grad((theta**2).sum(), theta, create_graph=True)
fast = theta - 0.1 * g
theta.detach().copy_(fast.data)  # expect: DET102
fast.sum().backward()
