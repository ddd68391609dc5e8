import torch
import torch.nn.functional as F

w = torch.randn(3, requires_grad=True)
x, y = torch.randn(5, 3), torch.randn(5)
inner = F.mse_loss(torch.tanh(x @ w), y)
(g,) = torch.autograd.grad(inner, w, create_graph=True)
fast = w - 0.1 * g
outer = F.mse_loss(torch.tanh(x @ fast), y)
with torch.no_grad():
    w -= 0.01 * g
outer.backward()
