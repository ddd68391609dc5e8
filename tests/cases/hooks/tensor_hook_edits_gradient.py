import torch

a = torch.randn(3, requires_grad=True)
left, right = a * 1.0, a * 2.0
left.register_hook(lambda grad: grad.mul_(10.0))  # expect: DET107
(left + right).mul(3.0).sum().backward()
