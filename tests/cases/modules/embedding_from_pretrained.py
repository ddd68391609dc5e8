# codes: DET1
import torch
from torch import nn

vectors = torch.randn(5, 3)
embedding = nn.Embedding.from_pretrained(vectors, freeze=False)
head = nn.Linear(3, 5, bias=False)
head.weight = embedding.weight
loss = head(embedding(torch.tensor([1, 2]))).sum()
vectors.data.mul_(0.9)  # expect: DET101
loss.backward()
