import torch
from torch import nn

embedding = nn.Embedding(5, 2)
vectors = embedding(torch.tensor([1, 2, 3]))
with torch.no_grad():
    embedding.weight[0] = 0.0
vectors.sum().backward()
