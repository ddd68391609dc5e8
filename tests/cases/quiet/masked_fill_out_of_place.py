import torch

scores = torch.randn(3, 3, requires_grad=True)
mask = torch.triu(torch.ones(3, 3), 1).bool()
attention = scores.masked_fill(mask, float("-inf")).softmax(-1)
attention.pow(2).sum().backward()
