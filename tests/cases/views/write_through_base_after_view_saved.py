import torch

a = torch.randn(2, 3, requires_grad=True)
h = a * 1.0
flat = h.view(-1)
loss = flat.pow(2).sum()
h.data.zero_()  # expect: DET101
loss.backward()
