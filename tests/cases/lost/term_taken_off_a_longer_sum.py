"""``fit + size - size.detach()`` has the gradient of both terms, however the sum is put together."""

import torch

weight = torch.ones(3, requires_grad=True)
fit, size = (weight - 2.0).pow(2).sum(), weight.abs().sum()
(fit + size - size.detach()).backward(retain_graph=True)
total = fit + size
total = total - size.item()
total.backward(retain_graph=True)
(fit - size.detach()).backward()  # expect: DET308
print(weight.grad)
