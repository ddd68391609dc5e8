import torch

a = torch.randn(3, requires_grad=True)
predicted = a.argmax().float()
predicted.backward()  # expect: DET301
