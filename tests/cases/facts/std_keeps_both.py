import torch

a = torch.randn(6, requires_grad=True)
h = a * 3.0
spread = h.std()
h.detach().zero_()  # expect: DET102
spread.backward()
