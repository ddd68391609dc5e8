import torch

query = torch.randn(3, 4, requires_grad=True)
key = torch.randn(3, 4)
mask = torch.triu(torch.ones(3, 3), 1).bool()
scores = query @ key.t()
scores.masked_fill_(mask, float("-inf"))
scores.softmax(-1).pow(2).sum().backward()
