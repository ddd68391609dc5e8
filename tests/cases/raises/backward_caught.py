import torch

a = torch.randn(3, requires_grad=True)
loss = a.detach().sum()
try:
    loss.backward()  # expect: DET301
except RuntimeError:
    print("no graph")
