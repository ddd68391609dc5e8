import torch

w = torch.randn(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
x = torch.randn(5, 3)
inner = (x @ w).pow(2).mean()
(grad,) = torch.autograd.grad(inner, w, create_graph=True)
outer = grad.pow(2).sum()
w.grad = grad.detach().clone()
optimizer.step()
outer.backward()
