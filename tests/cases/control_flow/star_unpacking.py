import torch

a = torch.randn(3, requires_grad=True)
first, *others = [a.exp(), a.tanh(), a.sigmoid()]
others[-1].detach().zero_()  # expect: DET102
(first + others[0] + others[1]).sum().backward()
