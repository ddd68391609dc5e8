import torch
import torch.nn.functional as F

w = torch.randn(3, 2, requires_grad=True)
b = torch.zeros(2, requires_grad=True)
x, y = torch.randn(5, 3), torch.randn(5, 2)
inner = F.mse_loss(torch.tanh(F.linear(x, w.t(), b)), y)
gw, gb = torch.autograd.grad(inner, (w, b), create_graph=True)
fast_w, fast_b = w - 0.1 * gw, b - 0.1 * gb
outer = F.mse_loss(torch.tanh(F.linear(x, fast_w.t(), fast_b)), y)
with torch.no_grad():
    w -= 0.01 * gw
outer.backward()
