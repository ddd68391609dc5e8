import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(10, 3)
for _ in range(4):
    loss = (x @ w).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        w.grad.zero_()
