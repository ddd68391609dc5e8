import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
try:
    loss = out.sum()
finally:
    out.data.zero_()  # expect: DET101
loss.backward()
