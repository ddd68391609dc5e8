"""With materialize_grads what no gradient flows to gets zeros."""

import torch

a = torch.ones(3, requires_grad=True)
b = torch.ones(3, requires_grad=True)
(zeros,) = torch.autograd.grad(a.sum(), b, materialize_grads=True)
print(zeros)
