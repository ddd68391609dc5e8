import torch
from torch import nn

embedding = nn.Embedding(5, 2)
tokens = torch.tensor([1, 2, 3])
vectors = embedding(tokens)
tokens.zero_()  # expect: DET104
vectors.sum().backward()
