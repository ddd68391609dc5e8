import torch

w = torch.randn(3, requires_grad=True)
for step in range(3):
    out = w.exp()
    if step == 0:
        out.detach().zero_()
        continue
    out.sum().backward()
