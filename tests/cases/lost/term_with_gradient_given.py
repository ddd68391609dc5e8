import torch

# Each of the sums is over three numbers: nothing is lost of a loss here, the shift is a constant.
a = torch.randn(3, requires_grad=True)
shifted = a.exp() - a.abs().detach()
shifted.backward(torch.ones(3))
