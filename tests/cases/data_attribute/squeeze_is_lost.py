import torch

w = torch.randn(1, 3, requires_grad=True)
w.data.squeeze_()  # expect: DET204
print(w.shape)
