import torch

w = torch.randn(3, requires_grad=True)
loss = (w**4).sum()
(g,) = torch.autograd.grad(loss, w, create_graph=True)
for _ in range(2):
    (hv,) = torch.autograd.grad(g.sum(), w, retain_graph=True)
    w.data -= 0.1 * hv  # expect: DET101
