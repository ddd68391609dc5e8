import torch

w = torch.randn(2, 3, requires_grad=True)
out = w.exp()
for index, row in enumerate(out.detach()):
    row.mul_(index + 2)  # expect: DET102
out.sum().backward()
