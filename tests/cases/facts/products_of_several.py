import torch

a = torch.randn(3, 3, requires_grad=True)
b = torch.randn(3, 3)

h = a * 1
out = torch.chain_matmul(h, b, h)
b.data.mul_(2.0)  # expect: DET101
out.sum().backward()

h = a * 1
out = torch.kron(h, b)
b.detach().mul_(2.0)  # expect: DET103
out.sum().backward()

h = a * 1
out = torch.cartesian_prod(b[0], h[0])
out.sum().backward()

h = a * 1
out = torch.pdist(h)
out.detach().mul_(2.0)  # expect: DET102
try:
    out.sum().backward()
except RuntimeError:
    pass
