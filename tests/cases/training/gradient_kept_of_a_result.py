# codes: DET1
import torch

w = torch.randn(3, requires_grad=True)
y = w.exp()
y.sum().backward()
if y.grad is not None:
    y.data.mul_(2)
z = w.exp()
z.retain_grad()
z.sum().backward(retain_graph=True)
if z.grad is not None:
    z.data.mul_(2)  # expect: DET101
z.sum().backward()
