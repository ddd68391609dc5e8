import torch
from torch import nn

table = nn.EmbeddingBag(5, 2, mode="sum")
w = torch.exp(torch.randn(3, requires_grad=True))
out = table(torch.tensor([1, 2, 3]), torch.tensor([0, 2]), per_sample_weights=w)
w.data.mul_(2)  # expect: DET101
out.sum().backward()
