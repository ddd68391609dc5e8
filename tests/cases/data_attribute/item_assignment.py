import torch
from torch import nn

embedding = nn.Embedding(4, 2)
embedding.weight.data[0] = 0.0  # expect: DET202
