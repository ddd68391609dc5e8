import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
for limit in (1.0, 2.0):
    if limit > 5.0:
        break
else:
    out.data.zero_()  # expect: DET101
out.sum().backward()
