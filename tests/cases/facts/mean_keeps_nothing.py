import torch

a = torch.randn(6, requires_grad=True)
h = a * 3.0
average = h.mean()
h.detach().zero_()  # expect: DET121
average.backward()
