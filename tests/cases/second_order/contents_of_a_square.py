# codes: DET1
import torch

theta = torch.randn(3, requires_grad=True)
decay = torch.tensor(0.5, requires_grad=True)
(g,) = torch.autograd.grad(decay * (theta**2).sum() + theta.square().sum(), theta, create_graph=True)
fast = theta - 0.1 * g
theta.data.copy_(fast.data)
fast.pow(2).sum().backward()
