import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(5, 3)
loss = torch.tanh(x @ w).pow(2).sum()
(g,) = torch.autograd.grad(loss, w, create_graph=True)
v = torch.randn(3)
for _ in range(3):
    (hv,) = torch.autograd.grad(g @ v, w, retain_graph=True)
    v = hv / hv.norm()
with torch.no_grad():
    w -= 0.1 * v
