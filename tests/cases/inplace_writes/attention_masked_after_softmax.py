import torch

q = torch.randn(3, 4, requires_grad=True)
k = torch.randn(3, 4)
weights = (q @ k.t()).softmax(-1)
weights.masked_fill_(torch.eye(3).bool(), 0.0)  # expect: DET104
weights.sum().backward()
